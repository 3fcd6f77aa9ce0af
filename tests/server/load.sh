#!/usr/bin/env bash
# The server under load: what one client gets of one core, then many of all; every answer is checked.
#   tests/server/load.sh BUILD_FOLDER [SECONDS [CLIENTS]]
set -euo pipefail
build=$1 seconds=${2:-60} clients=${3:-32}
voice=$(cd "$(dirname "$0")/../data/voices/noise" && pwd)
log=$(mktemp)
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT

# load THREADS SECONDS CLIENTS
load() {
  "$build/bertvits2" serve --model "$voice/model.safetensors" --bert "$voice/bert" --port 0 \
    --threads "$1" --cache-mb 0 2>"$log" &
  server=$!
  for _ in $(seq 100); do
    port=$(sed -n 's|^listening on http://.*:||p' "$log")
    [ -n "$port" ] && break
    sleep 0.1
  done
  said=$("$build/tests/server/serve_load" "$port" "$2" "$3")
  echo "threads $1: $said"
  kill $server
  wait $server
}

load 1 "$((seconds / 4))" 1
engine=$(sed -E 's/.*, ([0-9.]+) s a second of computing.*/\1/' <<<"$said")
load 0 "$seconds" "$clients"
rate=$(sed -E 's/.* ([0-9.]+) s of audio a second.*/\1/' <<<"$said")
awk -v rate="$rate" -v engine="$engine" -v cores="$(nproc)" 'BEGIN {
  printf "%.0f %% of what one stream gets of its thread, times %d cores\n",
         100 * rate / (engine * cores), cores }'
