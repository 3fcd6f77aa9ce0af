#!/usr/bin/env bash
# tools/make-demo-corpus.sh: the sizes and languages it promises, the same bytes, interruptions.
source "$(dirname "$0")/expect.sh"

make=$(cd "$(dirname "$0")/../../tools" && pwd)/make-demo-corpus.sh

# made FRAGMENT ARGUMENT…: it must succeed and say this.
made() {
  local fragment=$1
  shift
  "$make" "$@" >"$work/out" 2>&1 || fail "make-demo-corpus $*" "$(tail -n 5 "$work/out")"
  grep -qF -- "$fragment" "$work/out" || fail "make-demo-corpus $*" "  lacks: $fragment"
}
refused() {
  "$make" "$@" >"$work/out" 2>&1
  local got=$?
  [ $got -eq 2 ] || fail "make-demo-corpus $*: exit status $got, expected 2"
}

a=$work/'a corpus'
b=$work/b
made '20 spoken, 0 up to date' "$a" --utterances 20
check [ "$(wc -l <"$a/transcriptions.list")" = 20 ]
check [ "$(cut -d '|' -f 2 "$a/transcriptions.list" | sort -u | wc -l)" = 5 ]
check [ "$(cut -d '|' -f 3 "$a/transcriptions.list" | sort -u | tr '\n' ' ')" = 'EN JP ZH ' ]
check [ "$(find "$a/raw" -name '*.wav' -size +20k | wc -l)" = 20 ]
made '0 spoken, 20 up to date' "$a" --utterances 20

# Killed twice, then finished: the same bytes, and nothing else.
for delay in 0.7 1.5; do
  setsid "$make" "$b" --utterances 20 >/dev/null 2>&1 &
  sleep $delay
  kill -KILL -- -$! 2>/dev/null
  wait $! 2>/dev/null
done
made ' up to date' "$b" --utterances 20
check diff -r "$a/raw" "$b/raw"

# A larger one keeps what is there; a smaller one drops the rest.
made '1 spoken, 20 up to date' "$a" --utterances 21
made '0 spoken, 20 up to date' "$a" --utterances 20
check diff -r "$a/raw" "$b/raw"

refused
refused "$a" --utterances 19
refused "$a" --utterances 2001
refused "$a" --utterances many
refused "$a" --jobs 0
refused "$a" "$b"
refused "$a|b"

finish
