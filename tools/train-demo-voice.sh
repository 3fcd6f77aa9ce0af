#!/usr/bin/env bash
# Trains the voice in data/voices/demo from nothing but this repository and Debian's synthesizers:
#   tools/train-demo-voice.sh OUT [--steps N] [--utterances N] [--build DIR]
# speaks and prepares the corpus in OUT, trains in OUT/logs/demo until step N with configs/demo.json,
# and leaves the voice in OUT/voice. Run it again, with a higher N perhaps, and it goes on where it
# ended. Needs tools/setup-debian.sh corpus train, and bertvits2 with bertvits2-train in DIR
# (build/release by default).
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
fail() {
  echo "train-demo-voice: $1" >&2
  exit "${2:-1}"
}

usage="usage: tools/train-demo-voice.sh OUT [--steps N] [--utterances N] [--build DIR]"
out='' steps=20000 utterances=2000 build=$here/build/release
while [ $# -gt 0 ]; do
  case $1 in
    --steps) steps=${2:-} && shift 2 || fail "$usage" 2 ;;
    --utterances) utterances=${2:-} && shift 2 || fail "$usage" 2 ;;
    --build) build=${2:-} && shift 2 || fail "$usage" 2 ;;
    -*) fail "no option '$1'; $usage" 2 ;;
    *) [ -z "$out" ] || fail "$usage" 2; out=$1; shift ;;
  esac
done
[ -n "$out" ] || fail "$usage" 2
[[ $steps =~ ^[1-9][0-9]*$ ]] || fail "--steps is '$steps'; it must be 1 or more" 2
[[ $out != *[\"\\\&\#]* ]] || fail "the path '$out' must do without \" \\ & and #" 2
program=$(realpath -m "$build")/bertvits2
for needed in "$program" "$program-train"; do
  [ -x "$needed" ] || fail "'$needed' is missing; build it, or name its folder with --build"
done
mkdir -p "$out/filelists" "$out/voice"
out=$(realpath "$out")
config=$out/config.json

"$here/tools/make-demo-corpus.sh" "$out" --utterances "$utterances"
if [ ! -e "$config" ]; then
  sed "s#\"OUT/#\"$out/#" "$here/configs/demo.json" >"$config.part"
  mv "$config.part" "$config"
fi
"$program" resample --in-dir "$out/raw" --out-dir "$out/dataset" --sr 22050
# One utterance in sixteen is held back, to judge the voice by.
"$program" preprocess-text --transcription-path "$out/transcriptions.list" \
  --train-path "$out/filelists/train.list" --val-path "$out/filelists/val.list" \
  --config-path "$config" --no-bert --val-per-spk $((utterances / 80)) --max-val-total $((utterances / 16)) --strict
"$program" spec-gen -c "$config"
(cd "$out" && "$program" train -c config.json -m demo --no-bert --no-eval --max-steps "$steps")

last=$(ls "$out"/logs/demo/G_*.pth | sort -t_ -k2 -V | tail -1)
"$program" convert "$last" "$out/voice/model.safetensors" --drop-optimizer --half
cp "$config" "$out/voice/config.json"
echo "The voice of ${last##*/} is in $out/voice."
