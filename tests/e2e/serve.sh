#!/usr/bin/env bash
# bertvits2 serve: options, signals, and the commands of docs/http_api.md.
source "$(dirname "$0")/expect.sh"

voice=$data/voices/noise
expect 1 'there is no demonstration voice' serve --data "$work"
expect 1 "'nowhere/config.json'" serve --model nowhere/model.pth
expect 1 'is not NAME=FILE' serve --voice "$voice/model.safetensors"
expect 1 "cannot be the name of a voice" serve --voice "a/b=$voice/model.safetensors"
expect 1 "'$work/keys'" serve --model "$voice/model.safetensors" --api-key-file "$work/keys"
expect 2 '--port' serve --model "$voice/model.safetensors" --port 70000

echo '{"colour": 1}' >"$work/options.json"
expect 1 "'colour' is no option of serve" serve --file "$work/options.json"
echo '{"port": "many"}' >"$work/options.json"
expect 1 "'port'" serve --file "$work/options.json"

# start OPTION…: a server at $url with the process $server.
start() {
  "$program" serve --port 0 "$@" 2>"$work/serve.log" &
  server=$!
  for _ in $(seq 300); do
    url=$(sed -n 's/^listening on //p' "$work/serve.log")
    [ -n "$url" ] && return
    sleep 0.1
  done
  fail "the server does not listen: $(cat "$work/serve.log")"
}

echo 'queue: 1
port: many' >"$work/options.yaml"
expect 1 "options.yaml', line 2: 'port' is 'many'" serve --file "$work/options.yaml"

# write_options QUEUE VOICE…: a file in which all these voices are the same.
write_options() {
  printf 'queue: %s\nbert: %s\nmax_chars: 300\nlazy: true\nport: 1\nvoices:\n' "$1" "$voice/bert"
  shift
  printf "  %s: $voice/model.safetensors\n" "$@"
} >"$work/options.yaml"

write_options 64 Alice noise
start --file "$work/options.yaml"  # its port gives way to that of the command line
curl -fsS "$url/v1/voices" | grep -q '"id": "noise", "number": 1, "loaded": false' ||
  fail 'the file of options is not read'
# The commands of the manual, as they stand there.
commands=$(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$data/../../docs/http_api.md")
commands=${commands//http:\/\/127.0.0.1:5000/$url}
(cd "$work" && bash -euc "${commands//curl /curl -fsS }") || fail "the commands of docs/http_api.md"
for file in out.wav out.mp3 out.opus; do
  [ -s "$work/$file" ] || fail "docs/http_api.md made no $file"
done

# The file is read again on SIGHUP; who speaks meanwhile is answered by the voice that is gone.
request='{"text": "今天天气真好我们出去走走吧今天天气真好我们出去走走吧", "language": "ZH", "seed": 1,
  "length_scale": 9, "stream": true'
# speak FIELDS OPTION…
speak() {
  curl -fsS "$url/api/speak" -H 'Content-Type: application/json' -d "$request$1}" "${@:2}"
}
# news: what was logged since the last reload began.
news() {
  tail -n "+$((seen + 1))" "$work/serve.log"
}
# reload: and waits until it is done, while Alice answers.
reload() {
  seen=$(wc -l <"$work/serve.log")
  kill -HUP $server
  for _ in $(seq 200); do
    curl -fsS -o "$work/a.wav" -G "$url/" -d text=hello -d speaker=Alice -d language=EN ||
      fail 'not answered while voices are loaded'
    grep -qE 'were loaded again|all stays as it is' <(news) && return
  done
  fail 'SIGHUP loads nothing'
}
speak ', "voice": "noise"' -o "$work/whole.wav" || fail 'a stream'
speak ', "voice": "noise"' --limit-rate 200k -o "$work/last.wav" &
client=$!
sleep 0.3
write_options 32 Alice Bob
reload
grep -qF "'queue' was '64' and is '32' now, which takes a restart" <(news) ||
  fail 'nobody learns what takes a restart'
voices=$(curl -fsS "$url/v1/voices")
grep -q '"id": "Bob"' <<<"$voices" || fail 'a new voice is not there'
grep -q '"id": "noise"' <<<"$voices" && fail 'a voice that is gone is there'
wait $client || fail 'a reload cut off an answer'
cmp "$work/whole.wav" "$work/last.wav" || fail 'a reload changed an answer'
echo 'voices: nowhere' >"$work/options.yaml"
reload
grep -q "all stays as it is: .*options.yaml', line 1: 'voices'" <(news) ||
  fail 'a wrong file is not named'

# A client in the middle of its answer gets the rest after SIGTERM.
speak '' -o "$work/whole.wav" || fail 'a stream'
speak '' --limit-rate 200k -o "$work/last.wav" &
client=$!
curl -fsS -o "$work/a.wav" "$url/voice" -F 'text=hello ሰላም' -F 'style_text=ሰ' || fail 'a form of parts'
sleep 0.3
kill -TERM $server
wait $client || fail 'SIGTERM cut off an answer'
wait $server || fail "the exit status after SIGTERM is $?"
cmp "$work/whole.wav" "$work/last.wav" || fail 'SIGTERM changed an answer'

# What was to be said is in no log, not even what cannot be.
grep -qF -e '今天' -e hello -e 'ሰ' "$work/serve.log" && fail 'the log holds what was to be said'

finish
