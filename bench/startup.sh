#!/usr/bin/env bash
# Start-up time of the program: the median of 21 runs of `bertvits2 --version`, in milliseconds.
#   startup.sh [PROGRAM]
set -euo pipefail
program=${1:-build/release/bertvits2}
for _ in $(seq 21); do
  start=$(date +%s%N)
  "$program" --version >/dev/null
  echo $((($(date +%s%N) - start) / 10000))
done | sort -n | awk 'NR == 11 { printf "bertvits2 --version: %.2f ms\n", $1 / 100 }'
