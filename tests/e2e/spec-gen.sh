#!/usr/bin/env bash
# bertvits2 spec-gen
source "$(dirname "$0")/expect.sh"

voice=$data/voices/noise/model.safetensors
mkdir "$work/raw" "$work/raw/Ann"
for i in 1 2 3; do
  expect 0 '' synth --model "$voice" --seed $i --text '你好' -o "$work/raw/Ann/$i.wav"
done
cp "$data/golden/models/b16/config.json" "$work/config.json"
rate=$(grep -o '"sampling_rate": [0-9]*' "$work/config.json" | tr -dc 0-9)
expect 0 '3 written' resample --in-dir "$work/raw" --out-dir "$work/set" --sr "$rate"
for i in 1 2 3; do
  echo "$work/set/Ann/$i.wav|Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1"
done >"$work/train.list"
head -1 "$work/train.list" >"$work/val.list"
sed -i "s|\"training_files\": \"[^\"]*\"|\"training_files\": \"$work/train.list\"|
  s|\"validation_files\": \"[^\"]*\"|\"validation_files\": \"$work/val.list\"|" "$work/config.json"
run=(spec-gen -c "$work/config.json")

expect 0 '3 written, 0 up to date, 0 failed' "${run[@]}"
expect 0 '0 written, 3 up to date, 0 failed; nothing to do' "${run[@]}" --jobs 1
expect 0 '3 written' "${run[@]}" --mel
check [ "$(ls "$work/set/Ann" | tr '\n' ' ')" = \
  '1.mel.pt 1.spec.pt 1.wav 2.mel.pt 2.spec.pt 2.wav 3.mel.pt 3.spec.pt 3.wav ' ]
rm "$work"/set/Ann/*.spec.pt
expect 0 '2 written' "${run[@]}" --shard 0/2
expect 0 '1 written, 2 up to date' "${run[@]}"

# What training cannot read is named, with the remedy; the rest is done.
expect 0 '' synth --model "$voice" --text '你好' --samples float32 -o "$work/set/Ann/1.wav"
head -c 1000 "$work/set/Ann/2.wav" >"$work/half" && mv "$work/half" "$work/set/Ann/2.wav"
rm "$work/set/Ann/3.spec.pt"
expect 1 '2 of 3 recordings failed' "${run[@]}"
check grep -q '1.wav.* has 32-bit floats, .* bertvits2 resample makes what training reads' "$work/err"
check grep -q '2.wav.* breaks off' "$work/err"
check grep -q '1 written, 0 up to date, 2 failed' "$work/out"

echo broken >>"$work/train.list"
expect 1 "train.list:4: 'broken' has 1 fields" "${run[@]}"
expect 1 'absent.json' spec-gen -c "$work/absent.json"

finish
