#!/usr/bin/env bash
# bertvits2 synth
source "$(dirname "$0")/expect.sh"
source "$(dirname "$0")/bad_files.sh"

voice=$data/voices/noise
speak=(synth --model "$voice/model.safetensors" --bert "$voice/bert" --seed 1)
wav=$work/a.wav

# frames FILE HEADER_BYTES BYTES_A_SAMPLE
frames() { echo $((($(stat -c %s "$1") - $2) / $3)); }

expect 0 '' "${speak[@]}" --text '你好，世界' -o "$wav"
check grep -q 'seed 1' "$work/err"
count=$(frames "$wav" 44 2)
check [ "$count" -gt 4000 ]
check [ $((count % 128)) -eq 0 ]

# The seed decides, whatever the number of threads; other seeds and speakers sound different.
for threads in 1 2 3; do
  expect 0 '' "${speak[@]}" --text '你好，世界' --threads $threads -o "$work/b.wav"
  check cmp "$wav" "$work/b.wav"
done
expect 0 '' "${speak[@]}" --text '你好，世界' --seed 2 -o "$work/b.wav"
check [ "$(cksum <"$wav")" != "$(cksum <"$work/b.wav")" ]
expect 0 '' "${speak[@]}" --text '你好，世界' --speaker 'other noise' -o "$work/b.wav"
expect 0 '' "${speak[@]}" --text '你好，世界' --speaker 1 -o "$work/c.wav"
check cmp "$work/b.wav" "$work/c.wav"
check [ "$(cksum <"$wav")" != "$(cksum <"$work/b.wav")" ]

# Japanese.
expect 0 '' "${speak[@]}" --language JP --text '今日は、世界。' -o "$work/b.wav"
check grep -q 'no --bert-ja' "$work/err"
check [ "$(frames "$work/b.wav" 44 2)" -gt 4000 ]

# Readings change the phones that they name, at any length of text, and leave no trace in subtitles.
long=$(printf '我去银行取钱，他也去银行。%.0s' $(seq 20))
expect 0 '' "${speak[@]}" --text "$long" --phones
cp "$work/out" "$work/plain"
expect 0 '"x", "ing"' "${speak[@]}" --text "${long}银行{yin2 xing2}" --phones
check [ "$(grep -o '"x", "ing"' "$work/out" | wc -l)" -eq 1 ]
check diff <(head -n -1 "$work/plain") <(head -n "$(($(wc -l <"$work/plain") - 1))" "$work/out")
printf '银行\tyin2 xing2\n' >"$work/my.tsv"
expect 0 '' "${speak[@]}" --text "$long" --phones --dict "$work/my.tsv"
check diff <(sed 's/"h", "ang"/"x", "ing"/g' "$work/plain") "$work/out"
expect 0 '' "${speak[@]}" --text '银行{yin2 xing2}。' -o "$work/b.wav" --srt "$work/b.srt"
check grep -qx '银行。' "$work/b.srt"
expect 1 'character 2 is wrong' "${speak[@]}" --text '行{xing9}' -o "$work/b.wav"

# English has no BERT, so nothing is said of one.
expect 0 '' "${speak[@]}" --language EN --text 'Five cats sleep at 3:30 pm.' -o "$work/b.wav"
check [ "$(grep -c 'bert' "$work/err")" -eq 0 ]
check [ "$(frames "$work/b.wav" 44 2)" -gt 4000 ]

# Containers, sample types, streams, text from files.
for suffix in flac ogg mp3; do
  expect 0 '' "${speak[@]}" --text '你好' -o "$work/a.$suffix"
  check [ -s "$work/a.$suffix" ]
done
expect 0 'RIFF' "${speak[@]}" --text '你好，世界' -o -
check [ "$(frames "$work/out" 44 2)" -eq "$count" ]
check cmp <(tail -c +45 "$wav") <(tail -c +45 "$work/out")
expect 0 'RIFF' "${speak[@]}" --text '你好，世界' --samples float32 -o -
check [ "$(frames "$work/out" 58 4)" -eq "$count" ]
# --stream has the first clause alone, so that it comes earlier; short texts are the same.
expect 0 'RIFF' "${speak[@]}" --text '你好，世界' --stream
check cmp <(tail -c +45 "$wav") <(tail -c +45 "$work/out")
expect 0 'RIFF' "${speak[@]}" --text '今天天气真不错，' -o -
cp "$work/out" "$work/clause"
expect 0 'RIFF' "${speak[@]}" --text '今天天气真不错，我们去公园散步吧。' --stream --cores 0
check [ "$(frames "$work/out" 44 2)" -gt "$(frames "$work/clause" 44 2)" ]
check cmp -n "$(($(stat -c %s "$work/clause") - 44))" <(tail -c +45 "$work/clause") \
  <(tail -c +45 "$work/out")
expect 2 'excludes --stream' "${speak[@]}" --text '你好' --stream -o "$work/b.wav"
expect 1 'core 1000 is not there' "${speak[@]}" --text '你好' --cores 1000 -o "$work/b.wav"
expect 1 'not a list of cores' "${speak[@]}" --text '你好' --cores x -o "$work/b.wav"
printf '你好，世界' >"$work/text.txt"
expect 0 '' "${speak[@]}" --text-file "$work/text.txt" -o "$work/b.wav"
check cmp "$wav" "$work/b.wav"

# Slices come with a pause between them; length-scale stretches.
expect 0 '' "${speak[@]}" --text '你好，世界|你好，世界' --pause-ms 2000 -o "$work/b.wav"
check [ "$(frames "$work/b.wav" 44 2)" -gt $((count + 2 * 16000)) ]
expect 0 '' "${speak[@]}" --text '你好||你好' --paragraph-pause-ms 3000 -o "$work/b.wav"
check [ "$(frames "$work/b.wav" 44 2)" -gt 48000 ]
# Any length speaks; a long slice sentence by sentence.
printf '一二三四五六七八九十，%.0s今天。' $(seq 200) >"$work/long.txt"
expect 0 '' "${speak[@]}" --text-file "$work/long.txt" --sentence-pause-ms 1000 -o "$work/b.wav"
check [ "$(frames "$work/b.wav" 44 2)" -gt $((199 * 16000)) ]
expect 0 '' "${speak[@]}" --text '你好，世界' --length-scale 3 -o "$work/b.wav"
check [ "$(frames "$work/b.wav" 44 2)" -gt $((count * 2)) ]
expect 0 '' "${speak[@]}" --text '你好' --profile -o "$work/b.wav"
check grep -q 'real-time factor' "$work/err"

# Timings and subtitles.
expect 0 '' "${speak[@]}" --text '你好。世界！||再见' --timings "$work/t.json" --srt "$work/t.srt" -o "$work/b.wav"
check grep -q "^ \"samples\": $(frames "$work/b.wav" 44 2)," "$work/t.json"
check grep -q '"phone": "sh"' "$work/t.json"
check [ "$(grep -c -- '-->' "$work/t.srt")" -eq 3 ]
check [ "$(sed -n 7p "$work/t.srt")" = '世界！' ]
expect 0 '' "${speak[@]}" --language EN --text "Bach{B AA1 K}'s 5 cats." --timings "$work/t.json" -o "$work/b.wav"
for word in "Bach's" five cats .; do check grep -q "^ *\"text\": \"$word\"" "$work/t.json"; done
expect 0 '' "${speak[@]}" --text '你好，世界' --bert-weight 0.5 -o "$work/b.wav"
check [ "$(cksum <"$wav")" != "$(cksum <"$work/b.wav")" ]

# A page in three languages, with tags over its lines.
cat >"$work/page.txt" <<'END'
昨天我买了iPhone 15，花了￥5999。今日は晴れです。I love it!
A股涨了3%，B站的UP主说：“OK，没问题”。カラオケに行きましょう、MP3を聞きながら。

<ja>東京の天気は晴れ。
大阪も同じ</ja>，他说。<en>See you at 3:30 pm</en>，再见！ 한국어 😀
END
page=("${speak[@]}" --language AUTO --text-file "$work/page.txt")
expect 0 '' "${page[@]}" --timings "$work/t.json" --srt "$work/t.srt" -o "$work/b.wav"
check grep -q 'no --bert-ja' "$work/err"
check grep -q "^ \"samples\": $(frames "$work/b.wav" 44 2)," "$work/t.json"
check [ "$(grep -c '"phone": "_"' "$work/t.json")" -eq 8 ]
check [ "$(grep -c '<' "$work/t.srt")" -eq 0 ]
for language in ZH JP EN; do check grep -q "\"language\": \"$language\"" "$work/t.json"; done
expect 0 '"spans": [{"language": "ZH"' "${page[@]}" --phones
cp "$work/out" "$work/page.jsonl"
check [ "$(wc -l <"$work/page.jsonl")" -eq 4 ]
expect 0 '' "${page[@]}" --pause-ms 0 -o "$work/b.wav"
expect 0 '' "${speak[@]}" --phones-in "$work/page.jsonl" --pause-ms 0 -o "$work/c.wav"
check cmp "$work/b.wav" "$work/c.wav"

# Phones out and in.
"$program" text '你好，世界' >"$work/phones.jsonl"
expect 0 '' "${speak[@]}" --text '你好，世界' --phones
check cmp "$work/phones.jsonl" "$work/out"
expect 0 '' "${speak[@]}" --phones-in "$work/phones.jsonl" -o "$work/b.wav"
check cmp "$wav" "$work/b.wav"
sed -i 's/"tones": \[0, 2, 2/"tones": [0, 4, 4/' "$work/phones.jsonl"
expect 0 '' "${speak[@]}" --phones-in "$work/phones.jsonl" -o "$work/b.wav"
check [ "$(cksum <"$wav")" != "$(cksum <"$work/b.wav")" ]

# Wrong values. None of them leaves a file.
rm "$wav"
refused() { expect "$@" && check [ ! -e "$wav" ]; }
refused 1 'nothing that can be spoken' "${speak[@]}" --text '' -o "$wav"
refused 1 'nothing that can be spoken' "${speak[@]}" --text '😀 ☃ ...' -o "$wav"
refused 1 "unknown speaker 'nobody'" "${speak[@]}" --text '好' --speaker nobody -o "$wav"
refused 1 "unknown speaker '2'" "${speak[@]}" --text '好' --speaker 2 -o "$wav"
refused 2 'XX not in {ZH,JP,JA,EN,AUTO}' "${speak[@]}" --text '好' --language XX -o "$wav"
refused 2 'see bertvits2 synth --help' "${speak[@]}" -o "$wav"
refused 2 '--seed' "${speak[@]}" --text '好' --seed one -o "$wav"
refused 1 'a.txt' "${speak[@]}" --text '好' -o "$work/a.txt"
refused 1 'no-such-folder' "${speak[@]}" --text '好' -o "$work/no-such-folder/a.wav"
{ cat "$work/phones.jsonl"; sed 's/"sh"/"9"/' "$work/phones.jsonl"; } >"$work/bad.jsonl"
refused 1 "$work/bad.jsonl:2: '9' is not a phone symbol" \
  "${speak[@]}" --phones-in "$work/bad.jsonl" -o "$wav"
: >"$work/empty.jsonl"
refused 1 'no lines of phones' "${speak[@]}" --phones-in "$work/empty.jsonl" -o "$wav"
refused 1 'absent.txt' "${speak[@]}" --text-file "$work/absent.txt" -o "$wav"
refused 2 '--pause-ms' "${speak[@]}" --text '好' --pause-ms -1 -o "$wav"

# Wrong files.
with_voice=(--config "$voice/config.json" --text '好' -o "$wav")
expect_bad_files synth --model {} "${with_voice[@]}"
refused 1 'G_0.pth' synth --model "$good_pth" "${with_voice[@]}"
refused 1 'DUR_0.pth' synth --model "$golden/models/b16/DUR_0.pth" "${with_voice[@]}"
refused 1 'config.json' synth --model "$good_safetensors" --config "$work/config.json" --text '好'
refused 1 "$work/bert" "${speak[@]}" --bert "$work/bert" --text '好' -o "$wav"
refused 1 'gives 1024 features, the voice was trained on 768' "${speak[@]}" \
  --bert-ja "$voice/bert" --text '好' -o "$wav"
mkdir "$work/bert"
refused 1 "$work/bert" "${speak[@]}" --bert "$work/bert" --text '好' -o "$wav"
cp "$voice/bert/config.json" "$voice/bert/vocab.txt" "$work/bert"
refused 1 "$work/bert" "${speak[@]}" --bert "$work/bert" --text '好' -o "$wav"

"$program" "${speak[@]}" --text '你好' -o - >/dev/full 2>"$work/err"
[ $? -eq 1 ] || fail "a full disk is not noticed"
check grep -q 'standard output' "$work/err"

finish
