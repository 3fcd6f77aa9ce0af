#!/usr/bin/env bash
# Speaks a corpus of five speakers and three languages with synthesizers of Debian.
#   tools/make-demo-corpus.sh OUT [--utterances N] [--jobs N]     N: 20 … 2000, all of them by default
# writes OUT/raw/SPEAKER/*.wav and OUT/transcriptions.list, whose paths lie in OUT/dataset, where
# `bertvits2 resample` puts the recordings. The same packages give the same bytes. A run that was
# interrupted is taken up where it ended; one that finished has nothing left to do.
# The packages: tools/setup-debian.sh corpus. The sentences: data/demo_corpus.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")/.." && pwd)
sentences=$here/data/demo_corpus
dictionary=/var/lib/mecab/dic/open-jtalk/naist-jdic
japanese_voice=/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice

# The sentences of a language go to its speakers in turn.
zh=(zh-espeak-m zh-espeak-f)
en=(en-slt en-rms)
ja=(ja-m001)

fail() {
  echo "make-demo-corpus: $1" >&2
  exit "${2:-1}"
}

# synthesize SPEAKER TEXT WAV; Mandarin is given as pinyin with tone digits.
synthesize() {
  case $1 in
    zh-espeak-m) espeak-ng -v cmn-latn-pinyin -s 160 -a 60 -w "$3" -- "$2" ;;
    zh-espeak-f) espeak-ng -v cmn-latn-pinyin+f3 -s 160 -a 60 -w "$3" -- "$2" ;;
    en-slt) text2wave -eval '(voice_cmu_us_slt_arctic_hts)' -o "$3" <<<"$2" ;;
    en-rms) flite -voice rms -t "$2" -o "$3" ;;
    ja-m001) open_jtalk -x "$dictionary" -m "$japanese_voice" -ow "$3" <<<"$2" ;;
  esac
}

# Called by xargs for some of the lines `SPEAKER TAB WAV TAB TEXT`.
if [ "${1:-}" = --speak ]; then
  shift
  for line; do
    IFS=$'\t' read -r speaker wav text <<<"$line"
    synthesize "$speaker" "$text" "$wav.part" && [ -s "$wav.part" ] ||
      fail "$speaker cannot speak '$text'"
    mv "$wav.part" "$wav"
  done
  exit
fi

usage="usage: tools/make-demo-corpus.sh OUT [--utterances 20…2000] [--jobs N]"
out='' utterances=2000 jobs=$(nproc)
while [ $# -gt 0 ]; do
  case $1 in
    --utterances) utterances=${2:-} && shift 2 || fail "$usage" 2 ;;
    --jobs) jobs=${2:-} && shift 2 || fail "$usage" 2 ;;
    -*) fail "no option '$1'; $usage" 2 ;;
    *) [ -z "$out" ] || fail "$usage" 2; out=$1; shift ;;
  esac
done
[ -n "$out" ] || fail "$usage" 2
[[ $utterances =~ ^[0-9]+$ ]] && [ "$utterances" -ge 20 ] && [ "$utterances" -le 2000 ] ||
  fail "--utterances is '$utterances'; it must be 20 to 2000" 2
[[ $jobs =~ ^[1-9][0-9]*$ ]] || fail "--jobs is '$jobs'; it must be 1 or more" 2
[[ $out != *['|'$'\n\t']* ]] || fail "a list cannot hold the path '$out'" 2

for needed in espeak-ng flite text2wave open_jtalk; do
  command -v $needed >/dev/null || fail "$needed is missing; run tools/setup-debian.sh corpus"
done
[ -e "$dictionary" ] && [ -e "$japanese_voice" ] ||
  fail "the Japanese voice is missing; run tools/setup-debian.sh corpus"

# Lines `SPEAKER TAB LANGUAGE TAB NAME TAB SENTENCE TAB READING`, the languages in equal parts.
plan() {
  local share=$(((utterances + 2) / 3)) left=$utterances language count i sentence reading
  for language in zh en ja; do
    local -n speakers=$language
    count=$((share < left ? share : left))
    left=$((left - count))
    i=0
    while [ $i -lt $count ] && IFS=$'\t' read -r sentence reading; do
      [ -n "$sentence" ] && [ "${sentence:0:1}" != '#' ] || continue
      printf '%s\t%s\t%04d\t%s\t%s\n' "${speakers[i % ${#speakers[@]}]}" "$language" $((i + 1)) \
        "$sentence" "${reading:-$sentence}"
      i=$((i + 1))
    done <"$sentences/$language.txt"
  done
}

# What was spoken with other packages or from other sentences is spoken again.
recipe() {
  dpkg-query -W -f '${Package} ${Version}\n' espeak-ng espeak-ng-data flite libflite1 festival \
    festvox-us-slt-hts festlex-cmu festlex-poslex open-jtalk libhtsengine1 \
    open-jtalk-mecab-naist-jdic hts-voice-nitech-jp-atr503-m001 2>/dev/null || true
  cat "$sentences"/*.txt "$here/tools/make-demo-corpus.sh" | sha256sum
}
mkdir -p "$out/raw"
if [ "$(cat "$out/raw/.recipe" 2>/dev/null)" != "$(recipe)" ]; then
  for speaker in "${zh[@]}" "${en[@]}" "${ja[@]}"; do rm -rf "$out/raw/$speaker"; done
  recipe >"$out/raw/.recipe.part"
  mv "$out/raw/.recipe.part" "$out/raw/.recipe"
fi
find "$out/raw" -name '*.part' -delete

# What a larger corpus left behind is not part of this one.
declare -A planned=()
todo=()
list=''
while IFS=$'\t' read -r speaker language name sentence reading; do
  wav=$out/raw/$speaker/$name.wav
  planned[$wav]=1
  language=${language^^}
  list+="$out/dataset/$speaker/$name.wav|$speaker|${language/JA/JP}|$sentence"$'\n'
  [ -s "$wav" ] || todo+=("$speaker"$'\t'"$wav"$'\t'"$reading")
  mkdir -p "$out/raw/$speaker"
done < <(plan)
[ ${#planned[@]} -eq "$utterances" ] ||
  fail "there are sentences for ${#planned[@]} utterances only in $sentences"
while read -r -d '' wav; do
  [ -n "${planned[$wav]:-}" ] || rm "$wav"
done < <(find "$out"/raw/*/ -name '*.wav' -print0)

if [ ${#todo[@]} -gt 0 ]; then
  printf '%s\n' "${todo[@]}" | xargs -d '\n' -P "$jobs" -n 8 "$0" --speak
fi
if [ "$(cat "$out/transcriptions.list" 2>/dev/null)"$'\n' != "$list" ]; then
  printf %s "$list" >"$out/transcriptions.list.part"
  mv "$out/transcriptions.list.part" "$out/transcriptions.list"
fi
echo "${#todo[@]} spoken, $((utterances - ${#todo[@]})) up to date: $out/transcriptions.list"
