#!/usr/bin/env bash
# How well a recogniser understands the English of a voice, and of the synthesizers it learnt from:
#   tools/demo-voice-wer.sh LIST MODEL [--sentences N] [--build DIR]
# LIST is a cleaned list, that of the sentences held back for example; MODEL a checkpoint beside its
# config.json. Prints the word error rates of both over the first N (50) English sentences, and with
# --lines what was heard of each. The recogniser is PocketSphinx with its own English models
# (tools/setup-debian.sh recognise).
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")/.." && pwd)
fail() {
  echo "demo-voice-wer: $1" >&2
  exit "${2:-1}"
}

usage="usage: tools/demo-voice-wer.sh LIST MODEL [--sentences N] [--lines] [--build DIR]"
sentences=50 lines=0 build=$here/build/release arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --sentences) sentences=${2:-} && shift 2 || fail "$usage" 2 ;;
    --build) build=${2:-} && shift 2 || fail "$usage" 2 ;;
    --lines) lines=1; shift ;;
    -*) fail "no option '$1'; $usage" 2 ;;
    *) arguments+=("$1"); shift ;;
  esac
done
[ ${#arguments[@]} -eq 2 ] || fail "$usage" 2
list=${arguments[0]} model=${arguments[1]}
[ -r "$list" ] || fail "cannot read '$list'"
program=$build/bertvits2
[ -x "$program" ] || fail "'$program' is missing; build it, or name its folder with --build"
models=/usr/share/pocketsphinx/model/en-us
command -v pocketsphinx_continuous >/dev/null && command -v sox >/dev/null && [ -d $models ] ||
  fail "PocketSphinx or SoX is missing; run tools/setup-debian.sh recognise"

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# heard WAV: what the recogniser makes of it.
heard() {
  sox -G "$1" -r 16000 -c 1 -b 16 "$work/16k.wav"
  pocketsphinx_continuous -infile "$work/16k.wav" -hmm $models/en-us -lm $models/en-us.lm.bin \
    -dict $models/cmudict-en-us.dict -logfn /dev/null 2>/dev/null | tr '\n' ' '
}
# Only letters and apostrophes tell words apart.
words() { tr '[:upper:]' '[:lower:]' | tr -c "a-z'" ' ' | tr -s ' '; }

while IFS='|' read -r wav speaker _ text _; do
  "$program" synth --model "$model" --speaker "$speaker" --language EN --text "$text" --seed 1 \
    -o "$work/ours.wav" 2>/dev/null
  said=$(words <<<"$text")
  printf '%s\t%s\t%s\n' "$said" "$(heard "$wav" | words)" "$(heard "$work/ours.wav" | words)"
done < <(grep -m "$sentences" '|EN|' "$list") >"$work/heard"

awk -F '\t' -v lines=$lines '
  # Levenshtein distance in words
  function errors(said, heard,    n, m, i, j, a, b, row, left, diagonal, best) {
    n = split(said, a, " "); m = split(heard, b, " ")
    for (j = 0; j <= m; j++) row[j] = j
    for (i = 1; i <= n; i++) {
      diagonal = row[0]; row[0] = i
      for (j = 1; j <= m; j++) {
        best = diagonal + (a[i] != b[j])
        if (row[j] + 1 < best) best = row[j] + 1
        if (row[j - 1] + 1 < best) best = row[j - 1] + 1
        diagonal = row[j]; row[j] = best
      }
    }
    return row[m]
  }
  {
    count += split($1, unused, " ")
    teacher += errors($1, $2); ours += errors($1, $3)
    if (lines) printf "said    %s\nteacher %s\nvoice   %s\n\n", $1, $2, $3
  }
  END {
    if (!count) { print "there are no English sentences in the list" >"/dev/stderr"; exit 1 }
    printf "%d sentences, %d words: teacher %.1f %%, voice %.1f %%, ratio %.2f\n", NR, count,
      100 * teacher / count, 100 * ours / count, teacher ? ours / teacher : 0
  }' "$work/heard"
