#!/usr/bin/env bash
# bertvits2 text
source "$(dirname "$0")/expect.sh"

expect 0 '"norm_text": "你好,世界"' text --language ZH '你好，世界'
expect 0 '"phones": ["_", "n", "i", "h", "ao", ",", "sh", "ir", "j", "ie", "_"]' text '你好，世界'
expect 0 '"word2ph": [1, 2, 2, 1, 2, 2, 1]' text '你好，世界'
expect 0 '"language": "zh"' text --language zh '好'

expect 0 '"phones": ["_", "ky", "o", "w", "a", ",", "n", "e", "k", "o", "_"]' \
  text --language JP '今日は、猫'
expect 0 '"tokens": ["今日", "は", ",", "猫"]' text --language ja '今日は、猫'
expect 0 '"norm_text": "人の"' text --language JP --normalize upstream '人々の'
expect 0 '"norm_text": "人々の"' text --language JP '人々の'
mkdir "$work/bert-ja"
cp "$data/text/ja_vocab.txt" "$work/bert-ja/vocab.txt"
expect 0 '"tokens": ["鮮", "##度"]' text --language JP --bert-ja "$work/bert-ja" '鮮度'
expect 1 'vocab.txt' text --language JP --bert-ja "$work" '鮮度'
expect 1 'sys.dic' text --language JP --mecab-dictionary "$work" '鮮度'
expect 0 '"phones": ["_", "h", "ao", "_"]' text --mecab-dictionary "$work" '好'

expect 0 '"norm_text": "five cats!"' text --language EN '5 cats!'
expect 0 '"phones": ["_", "f", "ay", "V", "k", "ae", "t", "s", "_"]' text --language en '5 cats'
expect 0 '"phones": ["f", "ay", "V"]' text --language EN --normalize upstream '5'

# Readings change exactly the phones that they name: a language, a text, what is replaced by what.
changes() {
  local from=$3 to=$4
  expect 0 "$from" text --language "$1" "$(sed 's/{[^}]*}//g' <<<"$2")"
  sed "s/\"text\": \"[^\"]*\"//; s/$from/$to/" "$work/out" >"$work/expected"
  expect 0 "$to" text --language "$1" "$2"
  sed 's/"text": "[^"]*"//' "$work/out" >"$work/read"
  check diff "$work/expected" "$work/read"
}
changes ZH '去银行{xing2}取钱，行不行？' '"h", "ang"' '"x", "ing"'
changes ZH '你好{hao4}。' '2, 2, 3, 3' '2, 2, 4, 4'
changes JP '今日{カ}は、猫' '"ky", "o"' '"k", "a"'
changes EN 'We read{R IY1 D} it.' '"r", "eh", "d"' '"r", "iy", "d"'
expect 0 '"h", "ang"' text --latin drop --normalize upstream '不行{háng}'
expect 0 '"g", "i", "q", "t", "o", "h", "a", "b", "u"' text --language JP 'GitHub{ギットハブ}で'
expect 0 '"text": "{name}"' text '{name}'
expect 1 '{yin2 hag2} at line 1, character 4 is wrong' text '去银行{yin2 hag2}'
expect 1 'write one syllable for each' text '[银行]{yin2}'
echo '{"text": "行{xang1}"}' >"$work/reading.jsonl"
expect 0 'reading.jsonl:1: the reading {xang1}' text --input "$work/reading.jsonl"
printf '%s\r\n' $'\xef\xbb\xbf# my words' '' $'行\thang2\tZH' $'read\tR IY1 D' >"$work/my.tsv"
printf '不行\tbu4 xing4\n' >"$work/more.tsv"
expect 0 '"phones": ["_", "x", "ing", "b", "u", "x", "ing", "_"], "tones": [0, 2, 2, 4, 4, 4, 4, 0]' \
  text '行{xing2}不行' --dict "$work/my.tsv" --dict "$work/more.tsv"
expect 0 '"phones": ["r", "iy", "d", "_"]' text --dict "$work/my.tsv" '行 read'
printf '行\txing\n' >"$work/wrong.tsv"
expect 1 "wrong.tsv:1: the reading 'xing' of '行' is wrong: 'xing' has no tone" \
  text '行' --dict "$work/wrong.tsv"
expect 1 'absent.tsv' text '行' --dict "$work/absent.tsv"

# Several languages: tags, what is found out, what is left alone.
expect 0 '"spans": [{"language": "EN", "norm_text": "iPhone"' text --language AUTO 'iPhone 15真好'
expect 0 '{"language": "ZH", "norm_text": "十五真好"' text --language auto 'iPhone 15真好'
expect 0 '"text": "<en>ok</en>好", "spans": [{"language": "EN"' text '<en>ok</en>好'
expect 0 '"language": "JP", "norm_text": "東京"' text '<ja>東京</ja>'
expect 0 '"language": "JP", "norm_text": "東京.ここ"' text --language AUTO '東京。ここ'
expect 0 '"language": "ZH", "norm_text": "你好"' text --latin drop '你好Bob'
expect 0 '"language": "ZH", "norm_text": "你好"' text --normalize upstream '你好Bob'
expect 0 '"language": "EN"' text --input <(echo '{"text": "hi", "language": "AUTO"}')
expect 0 '"phones": ["_", "_"]' text '한국어'
check grep -q "'한국어' is in a script" "$work/err"

# What cannot be said leaves no trace, and never fails.
expect 0 '"phones": ["_", "_"]' text ''
expect 0 '"phones": ["_", "_"]' text '😀 ☃'
expect 0 '"text": "a�b"' text $'a\xffb'
expect 0 '"error"' text --input <(echo 'not JSON')
expect 0 '"language": "XX", "error": ' text --input <(echo '{"text": "你", "language": "XX"}')

# One line of output a line of input, in order; errors do not end the run.
printf '%s\n' '{"text": "一", "language": "ZH"}' '{"text": 1}' '' '{"language": "ZH"}' \
  '{"text": "二"}' >"$work/lines.jsonl"
expect 0 '"phones": ["_", "EE", "er", "_"]' text --input "$work/lines.jsonl"
check [ "$(wc -l <"$work/out")" -eq 4 ]
check [ "$(grep -c '"error"' "$work/out")" -eq 2 ]
check [ "$(sed -n 2p "$work/out" | grep -c 'lines.jsonl:2')" -eq 1 ]
"$program" text --input - <"$work/lines.jsonl" | sed 's|-:|lines.jsonl:|' >"$work/piped"
sed "s|$work/||" "$work/out" | check diff - "$work/piped"

# Long text.
long=$(printf '你好世界，%.0s' $(seq 20000))
printf '{"text": "%s"}\n' "$long" >"$work/long.jsonl"
expect 0 '"phones"' text --input "$work/long.jsonl"

expect 2 'XX not in {ZH,JP,JA,EN,AUTO}' text --language XX '你好'
expect 2 'see bertvits2 text --help' text
expect 2 'see bertvits2 text --help' text '你好' --input "$work/lines.jsonl"
expect 1 "'$work/absent.jsonl'" text --input "$work/absent.jsonl"
expect 1 '--data names' text --data "$work/absent" '你好'
expect 1 "$work" text --data "$work" '你好'

"$program" text '你好' >/dev/full 2>"$work/err"
[ $? -eq 1 ] || fail "a full disk is not noticed"
check grep -q 'standard output' "$work/err"

finish
