#!/usr/bin/env bash
# bertvits2 convert
source "$(dirname "$0")/expect.sh"
source "$(dirname "$0")/bad_files.sh"

# There and back: the same tensors, types, order and training state.
expect 0 '' convert "$good_pth" "$work/a.safetensors"
expect 0 '' convert "$work/a.safetensors" "$work/a.pth"
for form in --tensors --json; do
  expect 0 '' inspect $form "$good_pth"
  sed "s|$good_pth|FILE|; /^format/d; /file_bytes/d" "$work/out" >"$work/before"
  expect 0 '' inspect $form "$work/a.pth"
  sed "s|$work/a.pth|FILE|; /^format/d; /file_bytes/d" "$work/out" >"$work/after"
  check diff "$work/before" "$work/after"
done
expect 0 '' convert "$work/a.pth" "$work/b.safetensors"
check cmp "$work/a.safetensors" "$work/b.safetensors"

# Smaller: without training tensors, in half precision.
expect 0 '' convert --strip --half "$good_pth" "$work/small.safetensors"
expect 0 '503 F16' inspect "$work/small.safetensors"
check [ "$(stat -c %s "$work/small.safetensors")" -lt $(($(stat -c %s "$good_pth") / 2)) ]

# A BERT's folder: the same features but for rounding, from fewer bytes.
bert=$data/voices/noise/bert
expect 0 '' convert --bert "$bert" "$work/bert"
for file in config.json vocab.txt; do check cmp "$bert/$file" "$work/bert/$file"; done
voice=(synth --model "$data/voices/noise/model.safetensors" --text '你好' --seed 1 -o "$work/a.wav")
expect 0 '' "${voice[@]}" --bert "$work/bert"
expect 1 'in place' convert --bert "$bert" "$bert"
expect 1 'does not exist' convert --bert "$work/absent" "$work/bert"
expect 2 'excludes' convert --bert --half "$bert" "$work/bert"

expect_bad_files convert {} "$work/out.safetensors"
check [ ! -e "$work/out.safetensors" ]
expect 1 'no-such-folder' convert "$good_pth" "$work/no-such-folder/a.pth"
expect 1 'a.onnx' convert "$good_pth" "$work/a.onnx"
expect 2 'output is required' convert "$good_pth"

finish
