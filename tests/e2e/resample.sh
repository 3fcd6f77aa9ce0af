#!/usr/bin/env bash
# bertvits2 resample
source "$(dirname "$0")/expect.sh"

raw=$work/raw
set=$work/dataset
mkdir -p "$raw/Ann/day 1" "$raw/王"
speak=(synth --model "$data/voices/noise/model.safetensors" --seed 1 --text '你好')
expect 0 '' "${speak[@]}" -o "$raw/Ann/day 1/a b.flac"
expect 0 '' "${speak[@]}" -o "$raw/Ann/plain.wav"
expect 0 '' "${speak[@]}" -o "$raw/王/你好.mp3"
: >"$raw/Ann/notes.txt"
run=(resample --in-dir "$raw" --out-dir "$set")

expect 0 '3 written, 0 up to date, 0 failed' "${run[@]}" --sr 16000 --jobs 2
for name in 'Ann/day 1/a b' Ann/plain 王/你好; do
  # The rate of a wav stands in bytes 24 to 27.
  check [ "$(od -An -tu4 -j24 -N4 "$set/$name.wav" | tr -d ' ')" = 16000 ]
done
expect 0 '0 written, 3 up to date, 0 failed' "${run[@]}" --sr 16000
expect 0 '3 written' resample --in_dir "$raw" --out_dir "$set" --sr 22050 --loudness -23 --trim

# Bad recordings are named, the others done, and the status is 1.
: >"$raw/Ann/empty.wav"
expect 1 'Ann/empty.wav: cannot read' "${run[@]}"
check grep -q '3 written, 0 up to date, 1 failed' "$work/out"
check grep -q '1 of 4 recordings failed' "$work/err"
rm "$raw/Ann/empty.wav"

# Two of three parts, then the rest.
rm -r "$set"
expect 0 '1 written' "${run[@]}" --shard 0/3
expect 0 '1 written' "${run[@]}" --shard 2/3
expect 0 '1 written, 2 up to date' "${run[@]}"

# Killed at any moment: every wav that is there is whole, and the next run leaves nothing else.
for i in $(seq 40); do cp "$raw/Ann/plain.wav" "$raw/Ann/$i.wav"; done
expect 0 '' "${run[@]}" --jobs 1
mv "$set" "$work/whole"
for delay in 0.01 0.02 0.05 0.1 0.15 0.2; do
  "$program" "${run[@]}" --jobs 1 >/dev/null 2>&1 &
  sleep $delay
  kill -KILL $! 2>/dev/null
  wait $! 2>/dev/null
  while read -r -d '' file; do
    check cmp "$file" "$work/whole/${file#"$set"/}"
  done < <(find "$set" -name '*.wav' -print0 2>/dev/null)
done
expect 0 '0 failed' "${run[@]}"
check diff -r "$set" "$work/whole"

expect 1 'does not exist' resample --in-dir "$work/absent" --out-dir "$set"
expect 1 'within the recordings' resample --in-dir "$raw" --out-dir "$raw/out"
expect 1 'not a shard' "${run[@]}" --shard 3/3
expect 1 'rate of 10 Hz' "${run[@]}" --sr 10

finish
