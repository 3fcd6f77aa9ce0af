#!/usr/bin/env bash
# bertvits2 check
source "$(dirname "$0")/expect.sh"

mkdir "$work/golden"
cp -r "$data/golden/cache" "$work/golden/cache"
expect 0 '1 ok, 0 failed, 0 skipped' check --golden "$work/golden"

# A recorded number that is not what this program computes is found and named.
size=$(stat -c %s "$work/golden/cache/outputs.safetensors")
printf '\0\0\200\177' | dd of="$work/golden/cache/outputs.safetensors" bs=1 seek=$((size - 4)) \
  conv=notrunc status=none
expect 1 '1 of 1 cases differ' check --golden "$work/golden"
check grep -q '^FAIL *cache' "$work/out"

expect 1 'no case matches' check --golden "$work/golden" --filter nonesuch
expect 1 "$work/absent" check --golden "$work/absent"
expect 2 'golden is required' check

finish
