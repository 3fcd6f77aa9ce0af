#!/usr/bin/env bash
# How long a client waits for the first audio of a sentence of 30 characters that is streamed, and where
# this time goes, with a voice and a BERT of the usual size and random weights, which speak somewhat slowly.
#   tests/server/latency.sh BUILD_FOLDER [TIMES [VOICE_FOLDER]]    the voice is written if it is not there
set -euo pipefail
build=$1 times=${2:-11}
work=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
voice=${3:-$work}
[ -e "$voice/bert/model.safetensors" ] ||
  "$build/make-random-voice" "$(dirname "$0")/../../tools/make_random_voice/full.json" "$voice"

"$build/bertvits2" serve --model "$voice/model.safetensors" --bert "$voice/bert" --port 0 \
  --cache-mb 0 2>"$work/log" &
server=$!
for _ in $(seq 600); do
  url=$(sed -n 's/^listening on //p' "$work/log")
  [ -n "$url" ] && break
  sleep 0.1
done

# speak SEED OPTION…: another sentence for each seed, as BERT knows the latest ones.
text=今天天气真好我们一起去公园里散步吧看看那里的花开了没有好不好
speak() {
  curl -sS "$url/api/speak" -H 'Content-Type: application/json' "${@:2}" \
    -d '{"text": "'"${text:$1}${text:0:$1}"'", "language": "ZH",
      "length_scale": 0.58, "format": "pcm", "stream": true, "seed": '"$1"'}'
}
# ask SEED: prints the seconds until the first byte, and hangs up then.
ask() {
  speak "$1" -o >(head -c 1 >/dev/null) -w '%{time_starttransfer}\n' 2>/dev/null || true
}
# sums: of all stages until the first audio, in seconds.
sums() {
  curl -sS "$url/metrics" | sed -nE 's/^bertvits2_first_audio_(stage_seconds_total\{stage="([a-z]+)"\}|seconds_(sum)) /\2\3 /p'
}

echo "$(($(speak 29 | wc -c) / 882))0 ms of audio"
ask 28 >/dev/null
sums | sort >"$work/before"
for seed in $(seq "$times"); do ask "$seed"; done | sort -n >"$work/waits"
sums | sort >"$work/after"
echo "first byte after $(sed -n "$(((times + 1) / 2))p" "$work/waits") s (median of $times)," \
  "$(head -1 "$work/waits") to $(tail -1 "$work/waits") s"
join "$work/before" "$work/after" | awk -v times="$times" '
  { seconds[$1] = ($3 - $2) / times }
  END {
    for (stage in seconds) if (stage != "sum")
      printf "%-10s %7.1f ms %5.1f %%\n", stage, 1000 * seconds[stage], 100 * seconds[stage] / seconds["sum"]
    printf "%-10s %7.1f ms\n", "in all", 1000 * seconds["sum"]
  }'
