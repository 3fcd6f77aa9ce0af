#!/usr/bin/env bash
# bertvits2 preprocess-text
source "$(dirname "$0")/expect.sh"

mkdir -p "$work/set/Ann" "$work/set/王 五" "$work/bert-ja"
for i in 1 2 3 4 5 6 7 8 9; do printf RIFF >"$work/set/Ann/$i.wav"; done
printf RIFF >"$work/set/王 五/a b.wav"
cp "$data/text/ja_vocab.txt" "$work/bert-ja/vocab.txt"
cp "$data/golden/models/b16/config.json" "$work/config.json"
list=$work/my.list
{
  printf '\xef\xbb\xbf%s|Ann|ZH|今天天气真好。\r\n' "$work/set/Ann/1.wav"
  printf '%s|Ann|ZH|你好，世界{jie4}。\r\n' "$work/set/Ann/2.wav"
  printf '%s|Ann|EN|Hello, world.\r\n\r\n' "$work/set/Ann/3.wav"
  printf '%s|王 五|JP|こんにちは。\r\n' "$work/set/王 五/a b.wav"
} >"$list"
run=(preprocess-text --transcription-path "$list" --config-path "$work/config.json"
  --train-path "$work/train.list" --val-path "$work/val.list" --val-per-spk 1)

expect 1 'to clean Japanese, name the folder of its BERT' "${run[@]}"
cp "$work/config.json" "$work/without.json"
expect 0 '2 for training, 2 for validation' "${run[@]}" --no-bert --config-path "$work/without.json"
rm "$work"/*.list.cleaned "$work"/{train,val}.list
run+=(--bert-ja "$work/bert-ja")
expect 0 '4 lines, 0 rejected; 2 for training, 2 for validation, 2 speakers' "${run[@]}" --strict
check [ "$(cat "$work/train.list" "$work/val.list" | sort)" = "$(sort "$list.cleaned")" ]
check grep -qF '"王 五": 1' "$work/config.json"
check [ "$(awk -F'|' 'NF == 7' "$list.cleaned" | wc -l)" = 4 ]
check grep -q 'warning: data.training_files' "$work/err"
cp "$list.cleaned" "$work/first"

# A second run does nothing, and other seeds shuffle otherwise.
touch -d '2020-01-01' "$work"/*.list "$list.cleaned" "$work/config.json"
expect 0 'nothing to do: all files are up to date' "${run[@]}"
check [ -z "$(find "$work" -name '*.list*' -newermt '2020-01-02')" ]
cat "$work/train.list" >"$work/train-1234"
for seed in 1 2 3 4 5 6; do
  expect 0 '' "${run[@]}" --seed $seed
  cmp -s "$work/train.list" "$work/train-1234" || other=yes
done
check [ "${other:-}" = yes ]
expect 0 '' "${run[@]}"
check cmp "$work/train.list" "$work/train-1234"

# The original's way: the cleaned list goes in again.
expect 0 '4 lines, 0 rejected' preprocess-text --no-clean --transcription-path "$list.cleaned" \
  "${run[@]:3}"
check cmp "$work/train.list" "$work/train-1234"

# Bad lines are collected, told and, with --strict, an error.
{
  printf '%s|Ann|ZH|%s\n' "$work/set/Ann/absent.wav" 你好
  printf '%s|Ann|FR|bonjour\n' "$work/set/Ann/4.wav"
  printf '%s|Ann|ZH|你|好\n' "$work/set/Ann/5.wav"
  printf '%s|Ann|ZH|你\0好\n' "$work/set/Ann/6.wav"
  printf '%s|Ann|ZH|%s\n' "$work/set/Ann/7.wav" "$(head -c 1048576 /dev/zero | tr '\0' a)"
  printf '%s|Ann|ZH|今天\n' "$work/set/Ann/1.wav"
  printf '%s|Ann|ZH|？！\n' "$work/set/Ann/8.wav"
  printf '%s|Ann|ZH|去银行{yin2 hag2}\n' "$work/set/Ann/9.wav"
} >>"$list"
expect 0 '12 lines, 9 rejected' "${run[@]}"
check [ "$(wc -l <"$list.rejected")" = 9 ]
for reason in 'does not exist' 'is not a language' 'within a field' 'NUL byte' '1048606 bytes|1048' \
  'another text' 'nothing that can be spoken' '\{yin2 hag2\} at line 1, character 4 is wrong'; do
  check grep -qE "$reason" "$list.rejected"
done
check grep -q 'warning: 9 of 12 lines were rejected' "$work/err"
expect 1 '9 lines were rejected, and --strict allows none' "${run[@]}" --strict

# In parts, which joined are the whole.
for i in 0 1 2; do expect 0 'lines' "${run[@]}" --shard $i/3; done
check cmp <(cat "$list.cleaned".0000?-of-00003) "$list.cleaned"

expect 1 'absent.list' preprocess-text --transcription-path "$work/absent.list" --config-path "$work/config.json"
echo '{"data": }' >"$work/broken.json"
expect 1 'is not valid JSON' "${run[@]}" --config-path "$work/broken.json"
expect 1 'not a shard' "${run[@]}" --shard 3/3

finish
