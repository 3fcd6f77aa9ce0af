#!/usr/bin/env bash
# bertvits2 bench
source "$(dirname "$0")/expect.sh"

voice=$data/voices/noise
bench=(bench --model "$voice/model.safetensors" --bert "$voice/bert" --runs 2)

expect 0 'first audio after' "${bench[@]}" --threads 1,2 --text '你好，世界'
for part in '1 thread' '2 threads' decoder flow bert 'of peak' 'real-time factor' 'peak memory'; do
  check grep -q "$part" "$work/out"
done

# As JSON, with a share of the peak for everything that computes.
expect 0 '"instruction_set"' "${bench[@]}" --threads 2 --json
check [ "$(grep -c '"threads"' "$work/out")" -eq 1 ]
check [ "$(grep -c '"of_peak"' "$work/out")" -ge 4 ]
check grep -q '"name": "decoder"' "$work/out"

# Without a number of threads: up to all cores.
expect 0 '1 thread' "${bench[@]}" --runs 1 --language EN --text 'Hello.'
check grep -q "^$(nproc) thread" "$work/out"

expect 0 'first audio after' "${bench[@]}" --threads 1 --stream --length-scale 2

expect 2 '--threads' "${bench[@]}" --threads 0
expect 2 '--runs' "${bench[@]}" --runs 0
expect 1 'nothing that can be spoken' "${bench[@]}" --text '' --threads 1
expect 1 "$work/absent/config.json" bench --model "$work/absent/voice.pth"

finish
