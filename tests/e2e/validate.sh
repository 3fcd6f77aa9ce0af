#!/usr/bin/env bash
# bertvits2 validate
source "$(dirname "$0")/expect.sh"

# Eight recordings of one speaker, from the voice of the tests, cleaned as English.
set=$work/dataset
mkdir -p "$set/Ann" "$work/raw/Ann"
for i in 1 2 3 4 5 6 7 8; do
  expect 0 '' synth --model "$data/voices/noise/model.safetensors" --seed $i --language EN \
    --text 'We walked home along the river.' -o "$work/raw/Ann/$i.wav"
  echo "$set/Ann/$i.wav|Ann|EN|We walked home along the river." >>"$work/my.list"
done
config=$work/config.json
sed -e "s#\"data\": {#\"data\": {\"training_files\": \"$work/train.list\", \"validation_files\": \"$work/val.list\",#" \
  "$data/voices/noise/config.json" >"$config"
expect 0 '8 written' resample --in-dir "$work/raw" --out-dir "$set" --sr 16000
expect 0 '' preprocess-text --transcription-path "$work/my.list" --train-path "$work/train.list" \
  --val-path "$work/val.list" --config-path "$config" --val-per-spk 2

run=(validate -c "$config")
expect 0 'training can start' "${run[@]}" --html "$work/report.html"
check grep -q '^sample rates: 16000 Hz (8)' "$work/out"
check grep -q '<svg' "$work/report.html"
expect 0 '"training_would_fail": false' "${run[@]}" --json
expect 0 'training can start' "${run[@]}" --shard 1/2 --jobs 1

# Faults are named on standard output, and the status is 1.
rm "$set/Ann/1.wav"
expect 1 '1 fault' "${run[@]}"
check grep -q "Ann/1.wav" "$work/out"
check grep -q 'to do: run bertvits2 resample again' "$work/out"
expect 1 '1 fault' "${run[@]}" --json
check grep -q '"check": "audio"' "$work/out"

expect 1 'No such file' validate -c "$work/absent.json"
expect 1 'not a shard' "${run[@]}" --shard 2/2

finish
