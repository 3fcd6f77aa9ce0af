#!/usr/bin/env bash
# bertvits2 eval
source "$(dirname "$0")/expect.sh"

# A voice that still has its posterior encoder, and what it says itself.
cd "$work" || exit 1
mkdir audio
cp "$data"/golden/models/b16/{G_0.pth,config.json} .
words=('We walked home along the river.' 'Please close the window.' 'The train leaves at noon.')
for i in 0 1 2; do
  expect 0 '' synth --model G_0.pth --language EN --text "${words[i]}" --speaker s$((i % 2)) \
    --seed 7 -o "audio/$i.wav"
  echo "audio/$i.wav|s$((i % 2))|EN|${words[i]}" >>my.list
done
cp config.json for-lists.json
expect 0 '' preprocess-text --transcription-path my.list --cleaned-path clean.list \
  --train-path train.list --val-path val.list --config-path for-lists.json
run=(eval --model G_0.pth --list clean.list)

# figure GROUP KEY FILE: of all recordings together.
figure() {
  tr -d '\n ' <"$3" | grep -oE '"all":.*"speakers"' | grep -oE "\"$1\":\{[^}]*\}" |
    grep -oE "\"$2\":[^,}]*" | cut -d: -f2
}
# within LOW GROUP KEY HIGH FILE
within() {
  local value
  value=$(figure "$2" "$3" "$5")
  awk -v v="${value:-none}" -v low="$1" -v high="$4" \
    'BEGIN { exit !(v ~ /^-?[0-9.e+-]+$/ && v + 0 >= low && v + 0 <= high) }' ||
    fail "$2 $3 is '$value', not from $1 to $4"
}

# A voice is as far from its own words, with the same seed, as 16 bits are from floats.
expect 0 'spoken: from the text alone' "${run[@]}" --seed 7
check grep -qE '^  s1 +[0-9]' out
check grep -qE '^  all +[0-9]' out
expect 0 '"recordings"' "${run[@]}" --seed 7 --json
cp out same.json
within 0 spoken mel_l1 0.02 same.json
within 0 spoken mcd_db 0.2 same.json
within 0 spoken voicing_error 0.02 same.json
within 1 durations length_ratio 1 same.json
# With another seed it is not, and then threads make no difference.
expect 0 '' "${run[@]}" --seed 8 --json -o other.json
within 0.05 spoken mel_l1 2 other.json
within 0.5 spoken mcd_db 20 other.json
expect 0 '' "${run[@]}" --seed 8 --json --threads 1 -o again.json
check cmp other.json again.json
# What the voice hears in its own words: its posterior encoder has learnt nothing.
within 0.05 copied mel_l1 3 same.json
within 0.05 timed mel_l1 3 same.json
within 1 durations error_ms 2000 same.json
within 0 durations kl 1e9 same.json

# Sounds and pictures, of one recording a speaker and language.
expect 0 '' "${run[@]}" --most 2 --samples shown
for name in 001-0 002-1; do
  for kind in recorded copied timed spoken; do check test -s "shown/$name.$kind.wav"; done
  check grep -q PNG "shown/$name.png"
done
check [ "$(ls shown | wc -l)" -eq 10 ]
check cmp -n 44 shown/001-0.recorded.wav audio/0.wav

# A run of training: the latest checkpoint, or a row and a point of the curve each.
mkdir -p logs/ann
cp G_0.pth config.json logs/ann && cp G_0.pth logs/ann/G_20.pth && cp G_0.pth logs/ann/G_100.pth
expect 0 'logs/ann/G_100.pth: 3 utterances' eval -m ann --list clean.list
expect 0 '' eval -m logs/ann --all --list clean.list --png curve.png
check [ "$(grep -cE '^ +(0|20|100) +[0-9]' out)" -eq 12 ]
check grep -q PNG curve.png

# A stripped voice can only speak.
expect 0 '' convert --strip G_0.pth voice.safetensors
expect 0 'spoken: from the text alone' eval --model voice.safetensors --list clean.list --seed 7
check [ "$(grep -cE 'copied|timed' out)" -eq 0 ]
expect 1 'does not tell its step' eval --model voice.safetensors --list clean.list --png curve.png

sed 's/|s1|/|Bob|/' clean.list >bob.list
expect 1 'is not in the config' eval --model G_0.pth --list bob.list
sed 's/|EN|/|ZH|/' clean.list >chinese.list
expect 1 'bert-gen makes it, --no-bert does without' eval --model G_0.pth --list chinese.list
expect 0 '' eval --model G_0.pth --list chinese.list --no-bert
: >empty.list
expect 1 'has no utterances' eval --model G_0.pth --list empty.list
expect 1 'holds no G_*.pth' eval -m nobody --list clean.list
expect 2 'required' eval --list clean.list
expect 2 '2 were given' eval -m ann --model G_0.pth
finish
