#!/usr/bin/env bash
# bertvits2 serve: options, signals, and the commands of docs/http_api.md.
source "$(dirname "$0")/expect.sh"

voice=$data/voices/noise
expect 1 'a server needs a voice' serve
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

cat >"$work/options.json" <<JSON
{"voices": {"Alice": "$voice/model.safetensors", "noise": "$voice/model.safetensors"},
 "bert": "$voice/bert", "max_chars": 300, "lazy": true, "port": 1}
JSON
start --file "$work/options.json"  # its port gives way to that of the command line
curl -fsS "$url/v1/voices" | grep -q '"id": "noise", "number": 1, "loaded": false' ||
  fail 'the file of options is not read'
# The commands of the manual, as they stand there.
commands=$(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$data/../../docs/http_api.md")
commands=${commands//http:\/\/127.0.0.1:5000/$url}
(cd "$work" && bash -euc "${commands//curl /curl -fsS }") || fail "the commands of docs/http_api.md"
for file in out.wav out.mp3 out.opus; do
  [ -s "$work/$file" ] || fail "docs/http_api.md made no $file"
done

# What is loaded again may be other voices by then; what is asked meanwhile is answered.
kill -HUP $server
for _ in $(seq 100); do
  curl -fsS -o "$work/a.wav" -G "$url/" -d text=hello -d speaker=Alice -d language=EN ||
    fail 'not answered while voices are loaded'
  grep -q 'were loaded again' "$work/serve.log" && break
done
grep -q 'were loaded again' "$work/serve.log" || fail 'SIGHUP loads nothing'

# A client in the middle of its answer gets the rest after SIGTERM.
request='{"text": "今天天气真好我们出去走走吧今天天气真好我们出去走走吧", "language": "ZH", "seed": 1,
  "length_scale": 9, "stream": true}'
speak() {
  curl -fsS "$url/api/speak" -H 'Content-Type: application/json' -d "$request" "$@"
}
speak -o "$work/whole.wav" || fail 'a stream'
speak --limit-rate 200k -o "$work/last.wav" &
client=$!
sleep 0.3
kill -TERM $server
wait $client || fail 'SIGTERM cut off an answer'
wait $server || fail "the exit status after SIGTERM is $?"
cmp "$work/whole.wav" "$work/last.wav" || fail 'SIGTERM changed an answer'

# What was to be said is in no log.
grep -qF -e '今天' -e hello "$work/serve.log" && fail 'the log holds what was to be said'

finish
