#!/usr/bin/env bash
# tools/prepare-demo.sh: every step from synthetic speech to a corpus that validate finds ready.
source "$(dirname "$0")/expect.sh"

prepare=$(cd "$(dirname "$0")/../../tools" && pwd)/prepare-demo.sh
build=$2
set=$work/demo

# prepared FRAGMENT: the script must succeed and say this.
prepared() {
  "$prepare" "$set" --utterances 24 --build "$build" >"$work/out" 2>"$work/err" ||
    fail "prepare-demo" "$(tail -n 5 "$work/out" "$work/err")"
  grep -q "^$1" "$work/out" || fail "prepare-demo lacks: $1" "$(tail -n 3 "$work/out")"
}

prepared "$set is ready for training"
check grep -q '^0 faults, .* training can start' "$work/out"
for suffix in wav bert.pt spec.pt; do
  check [ "$(find "$set/dataset" -name "*.$suffix" | wc -l)" = 24 ]
done
check grep -q '<svg' "$set/report.html"
expect 0 'training can start' validate -c "$set/config.json"

cp -rp "$set" "$work/before"
prepared "nothing to do: $set is ready for training"
check [ -z "$(find "$set" -newer "$work/before/report.html" -type f ! -name report.html)" ]

# Only what is missing is made again, and a corpus that is spoilt is found out.
rm "$set/dataset/en-rms/0002.bert.pt"
prepared "$set is ready for training"
check grep -q '^1 written, 23 up to date, 0 failed' "$work/out"
sed -i '1s/^\([^|]*\)|[^|]*|/\1|nobody|/' "$set/filelists/train.list"
expect 1 '1 fault' validate -c "$set/config.json"

finish
