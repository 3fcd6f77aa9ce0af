#!/usr/bin/env bash
# bertvits2 synth and serve with --device: the program with LibTorch, on the CPU, against the runtime.
source "$(dirname "$0")/expect.sh"

voice=$data/voices/noise
speak=(synth --model "$voice/model.safetensors" --bert "$voice/bert" --seed 1 --samples float32)
header=58  # bytes of a float32 stream before its samples
page='你好，世界。今天天气真好。|<ja>今日は、世界。</ja> Five cats sleep.'

# near STREAM STREAM: as many float32 samples, and no two further apart than 1e-5 of full scale.
near() {
  paste <(od -An -v -w4 -tf4 -j$header "$1") <(od -An -v -w4 -tf4 -j$header "$2") |
    awk '{ d = $1 - $2; if (NF != 2 || d > 1e-5 || d < -1e-5) bad = 1 }
         END { exit bad || NR < 4000 }'
}

expect 0 '' "${speak[@]}" --text "$page" --timings "$work/cpu.json" -o -
mv "$work/out" "$work/cpu.wav"
expect 0 '' "${speak[@]}" --text "$page" --timings "$work/torch.json" -o - --device torch
mv "$work/out" "$work/torch.wav"
check near "$work/cpu.wav" "$work/torch.wav"
check cmp "$work/cpu.json" "$work/torch.json"
expect 0 '' "${speak[@]}" --text "$page" -o - --device torch --seed 2
near "$work/cpu.wav" "$work/out" && fail 'near says yes to anything'

# The other program gets standard input and output, and the same options.
echo "$page" | "$program" "${speak[@]}" --text-file - --threads 2 --device torch -o - \
  >"$work/piped.wav" 2>"$work/err" || fail "$(cat "$work/err")"
check near "$work/cpu.wav" "$work/piped.wav"
expect 0 '' "${speak[@]}" --text "$page" -o - --device torch --precision bf16
check [ "$(stat -c %s "$work/out")" -eq "$(stat -c %s "$work/cpu.wav")" ]
expect 0 '' "${speak[@]}" --text '你好' -o "$work/a.wav" --device torch --profile
check grep -q '^decoder' "$work/err"

# refused STATUS FRAGMENT OPTION…
refused() {
  "$program" "${speak[@]}" --text '你好' -o "$work/a.wav" "${@:3}" 2>"$work/err"
  [ $? -eq "$1" ] && grep -qF -- "$2" "$work/err" || fail "${*:3}" "$(cat "$work/err")"
}
refused 2 "'gpu' is not cpu, cuda, cuda:N or torch" --device gpu
refused 2 '--precision' --device torch --precision half
refused 1 '--precision bf16 needs a GPU' --precision bf16
refused 1 'fp16 needs a GPU' --device torch --precision fp16
refused 1 "device 'cuda:77': " --device cuda:77
refused 1 '--fast is of --device cpu; for torch choose a --precision' --device torch --fast

# A server whose file of options names the device.
printf 'model: %s\nbert: %s\nport: 0\ndevice: torch\n' "$voice/model.safetensors" "$voice/bert" \
  >"$work/options.yaml"
"$program" serve --file "$work/options.yaml" 2>"$work/serve.log" &
server=$!
for _ in $(seq 300); do
  url=$(sed -n 's/^listening on //p' "$work/serve.log")
  [ -n "$url" ] && break
  sleep 0.1
done
[ -n "$url" ] || fail "the server does not listen: $(cat "$work/serve.log")"
clients=()
for seed in 1 2 3; do
  curl -fsS "$url/api/speak" -H 'Content-Type: application/json' -o "$work/served$seed.wav" \
    -d "{\"text\": \"$page\", \"seed\": $seed, \"format\": \"wav\"}" &
  clients+=($!)
done
for client in "${clients[@]}"; do wait "$client" || fail 'the server does not answer'; done
for seed in 1 2 3; do check [ "$(stat -c %s "$work/served$seed.wav")" -gt 8000 ]; done
cmp -s "$work/served1.wav" "$work/served2.wav" && fail 'seeds change nothing'
kill -TERM "$server"
wait "$server"
[ $? -eq 0 ] || fail "the server ended badly: $(cat "$work/serve.log")"
finish
