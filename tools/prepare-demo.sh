#!/usr/bin/env bash
# Makes the demonstration corpus ready for training, by the steps that any corpus takes:
#   tools/prepare-demo.sh OUT [--utterances N] [--bert-zh DIR --bert-ja DIR] [--build DIR]
# speaks OUT/raw, then writes OUT/dataset (wavs, BERT features, spectrograms), OUT/filelists,
# OUT/config.json and OUT/report.html. Without --bert-zh and --bert-ja small random ones stand in, so
# that every step is taken; a voice learns nothing from them. DIR is where bertvits2 was built,
# build/release by default. What is done is not done again.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
fail() {
  echo "prepare-demo: $1" >&2
  exit "${2:-1}"
}

usage="usage: tools/prepare-demo.sh OUT [--utterances N] [--bert-zh DIR --bert-ja DIR] [--build DIR]"
out='' utterances=60 bert_zh='' bert_ja='' build=$here/build/release
while [ $# -gt 0 ]; do
  case $1 in
    --utterances) utterances=${2:-} && shift 2 || fail "$usage" 2 ;;
    --bert-zh) bert_zh=${2:-} && shift 2 || fail "$usage" 2 ;;
    --bert-ja) bert_ja=${2:-} && shift 2 || fail "$usage" 2 ;;
    --build) build=${2:-} && shift 2 || fail "$usage" 2 ;;
    -*) fail "no option '$1'; $usage" 2 ;;
    *) [ -z "$out" ] || fail "$usage" 2; out=$1; shift ;;
  esac
done
[ -n "$out" ] || fail "$usage" 2
[[ $out != *[\"\\\&\#]* ]] || fail "the path '$out' must do without \" \\ & and #" 2
program=$build/bertvits2
[ -x "$program" ] || fail "'$program' is missing; build it, or name its folder with --build"

idle=1
# step WORDS COMMAND…: a step that had nothing to do says so in these words.
step() {
  local words=$1 said
  shift
  echo "--- ${*##*/}" | cut -c 1-100
  said=$("$@") || { echo "$said"; exit 1; }
  echo "$said"
  [[ $said = *"$words"* ]] || idle=0
}

# random_bert DIR HIDDEN HEADS
random_bert() {
  [ -e "$1/bert/model.safetensors" ] && return
  idle=0
  mkdir -p "$1"
  sed -e "s/\"hidden_size\": 1024/\"hidden_size\": $2/" \
    -e "s/\"num_attention_heads\": 16/\"num_attention_heads\": $3/" \
    "$here/tools/make_random_voice/tiny.json" >"$1/recipe.json"
  "$build/make-random-voice" "$1/recipe.json" "$1"
}

step '0 spoken' "$here/tools/make-demo-corpus.sh" "$out" --utterances "$utterances"
if [ -z "$bert_zh" ]; then
  random_bert "$out/random/zh" 1024 16
  bert_zh=$out/random/zh/bert
fi
if [ -z "$bert_ja" ]; then
  random_bert "$out/random/ja" 768 12
  bert_ja=$out/random/ja/bert
fi

mkdir -p "$out/filelists"
config=$out/config.json
if [ ! -e "$config" ]; then
  idle=0
  sed "s#\"OUT/#\"$out/#" "$here/configs/demo.json" >"$config.part"
  mv "$config.part" "$config"
fi
step '0 written' "$program" resample --in-dir "$out/raw" --out-dir "$out/dataset" --sr 22050
step 'nothing to do' "$program" preprocess-text --transcription-path "$out/transcriptions.list" \
  --train-path "$out/filelists/train.list" --val-path "$out/filelists/val.list" \
  --config-path "$config" --bert-ja "$bert_ja" --val-per-spk 2 --max-val-total 10 --strict
step 'nothing to do' "$program" bert-gen -c "$config" --bert-zh "$bert_zh" --bert-ja "$bert_ja"
step 'nothing to do' "$program" spec-gen -c "$config"
step 'training can start' "$program" validate -c "$config" --html "$out/report.html"

[ $idle -eq 0 ] && echo "$out is ready for training" || echo "nothing to do: $out is ready for training"
