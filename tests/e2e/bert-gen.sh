#!/usr/bin/env bash
# bertvits2 bert-gen, after preprocess-text
source "$(dirname "$0")/expect.sh"

mkdir -p "$work/set"
cp "$data/golden/models/b16/config.json" "$work/config.json"
texts=('ZH|你好，世界。' 'ZH|今天天气真好。' 'EN|Hello, world.' 'ZH|再见！')
for i in 0 1 2 3; do
  printf RIFF >"$work/set/$i.wav"
  echo "$work/set/$i.wav|Ann|${texts[$i]}"
done >"$work/my.list"
expect 0 '4 lines, 0 rejected' preprocess-text --transcription-path "$work/my.list" --val-per-spk 1 \
  --config-path "$work/config.json" --train-path "$work/train.list" --val-path "$work/val.list"
sed -i "s|\"training_files\": \"[^\"]*\"|\"training_files\": \"$work/train.list\"|
  s|\"validation_files\": \"[^\"]*\"|\"validation_files\": \"$work/val.list\"|" "$work/config.json"
run=(bert-gen -c "$work/config.json" --bert-zh "$data/voices/noise/bert")

expect 1 "'bert/chinese-roberta-wwm-ext-large' does not exist" bert-gen -c "$work/config.json"
rm -f "$work"/set/*.pt
expect 0 '4 written, 0 up to date, 0 failed; 22 tokens' "${run[@]}" --num_processes 2
check [ "$(ls "$work"/set/*.bert.pt | wc -l)" = 4 ]
cp -r "$work/set" "$work/whole"
expect 0 '0 written, 4 up to date, 0 failed; nothing to do' "${run[@]}"
check [ -z "$(find "$work/set" -name '*.pt' -newer "$work/whole")" ]

# Broken and missing ones are made again, in parts.
head -c 3000 "$work/whole/0.bert.pt" >"$work/set/0.bert.pt"
: >"$work/set/1.bert.pt"
rm "$work/set/2.bert.pt" "$work/set/3.bert.pt"
for i in 0 1 2; do expect 0 '0 failed' "${run[@]}" --shard $i/3 --jobs 1; done
check diff -r "$work/set" "$work/whole"

sed -i 's/|1 1 1/|1 1 2/' "$work/train.list"
expect 1 'must agree; clean the text again' "${run[@]}"

finish
