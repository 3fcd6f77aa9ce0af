#!/usr/bin/env bash
# bertvits2 train on a small corpus: killed and resumed, stopped by a signal, with two processes.
#   $2  where the programs were built
source "$(dirname "$0")/expect.sh"

build=$2
tools=$(cd "$(dirname "$0")/../../tools" && pwd)
cd "$work" || exit 1
check "$tools/prepare-demo.sh" corpus --utterances 20 --build "$build"

# The smallest network that has every part, three steps an epoch.
sed -E -e 's/"(batch_size)": [0-9]+/"\1": 4/' -e 's/"(segment_size)": [0-9]+/"\1": 2048/' \
  -e 's/"(log_interval)": [0-9]+/"\1": 1/' -e 's/"(eval_interval)": [0-9]+/"\1": 2/' \
  -e 's/"(inter_channels|hidden_channels)": [0-9]+/"\1": 16/' \
  -e 's/"(filter_channels|gin_channels)": [0-9]+/"\1": 32/' \
  -e 's/"(n_layers)": [0-9]+/"\1": 3/' -e 's/"gan_start_step": [0-9]+/"gan_start_step": 0/;s/"bf16_run": true/"bf16_run": false/' \
  -e 's/"(upsample_initial_channel)": [0-9]+/"\1": 32/' corpus/config.json >small.json

# losses NAME: step and losses that the run logged, as "[…, step, rate]".
losses() { grep -oE '\[[0-9].*, [0-9]+, [0-9.e-]+\]' "logs/$1/train.log"; }
one=(train -c small.json --threads 1 --max-steps 5)

# Killed after its second checkpoint and started again, a run is the same as one in one piece.
expect 0 '' "${one[@]}" -m whole
"$program" "${one[@]}" -m cut >/dev/null 2>&1 &
pid=$!
for _ in $(seq 600); do [ -e logs/cut/G_2.pth ] && break || sleep 0.1; done
kill -9 $pid
wait $pid 2>/dev/null
expect 0 '' "${one[@]}" -m cut
for file in G_4.pth D_4.pth DUR_4.pth state_4.pt; do
  check cmp "logs/whole/$file" "logs/cut/$file"
done
[ "$(losses whole | tail -n 2)" = "$(losses cut | tail -n 2)" ] ||
  fail 'the losses after resuming differ' "$(losses whole)" "$(losses cut)"
check test -s logs/whole/config.json
"$program" events logs/whole >tags 2>&1
for tag in loss/g/total loss/d/total loss/g/kl slice/mel_gen all/attn gen/audio_0_True gt/mel_0; do
  grep -qF "$tag" tags || fail "events lack $tag"
done

# A voice that was trained here speaks.
expect 0 '' synth --model logs/whole/G_4.pth --config logs/whole/config.json --text '你好。' -o a.wav
check test -s a.wav

# SIGTERM saves and ends well.
"$program" train -c small.json -m stopped --threads 1 --no-eval >/dev/null 2>said &
pid=$!
for _ in $(seq 600); do [ -e logs/stopped/G_0.pth ] && break || sleep 0.1; done
kill -TERM $pid
wait $pid
status=$?
[ $status -eq 0 ] || fail "SIGTERM: exit status $status" "$(cat said)"
grep -qF 'the same command goes on from here' said || fail 'SIGTERM: says nothing' "$(cat said)"

# A scheduler's SIGTERM reaches the launcher and its ranks at once, and the launcher passes its own on.
setsid "$program" train -c small.json -m together --nproc 2 --threads 1 --no-eval >/dev/null 2>said &
pid=$!
for _ in $(seq 600); do [ -e logs/together/G_0.pth ] && break || sleep 0.1; done
kill -TERM -- -$pid
wait $pid
status=$?
[ $status -eq 0 ] || fail "SIGTERM to all: exit status $status" "$(cat said)"
check [ "$(ls logs/together/G_*.pth | wc -l)" -gt 1 ]

# Two processes; at each checkpoint they compare their weights.
expect 0 '' train -c small.json -m two --nproc 2 --threads 1 --max-steps 3 --no-eval
check test -s logs/two/G_2.pth
check test -s logs/two/state_2.pt

# A base model gives its weights, and its speakers by name, although there are more of them here.
# Two processes leave frozen parts alone, too.
sed -e 's/"n_speakers": [0-9]*/"n_speakers": 9/' -e 's/"en-slt": [0-9]*/"en-slt": 8/' small.json >more.json
expect 0 '' train -c more.json -m tuned --threads 1 --max-steps 2 --no-eval --nproc 2 \
  --base logs/whole/G_4.pth --freeze enc_p,bert
grep -qE 'Speakers of the base model:.*en-slt \(row [0-9]+, here 8\)' err ||
  fail 'no word of the speakers' "$(cat err)"
grep -qF 'are not trained: enc_p, bert' err || fail 'no word of what is frozen' "$(cat err)"
"$program" train -c more.json -m tuned --freeze nothing --max-steps 3 >/dev/null 2>said
[ $? -eq 1 ] && grep -qF 'there are dec, dp, emb_g' said || fail 'freezes nothing' "$(cat said)"

# A limit of the size of files stands in for a full disk: the last checkpoint stays.
(
  trap '' XFSZ
  ulimit -f 4000
  exec "$program" train -c small.json -m two --threads 1 --max-steps 5 --no-eval >/dev/null 2>said
)
[ $? -eq 1 ] && grep -qF 'was not saved, older checkpoints are whole' said || fail 'a full disk' "$(cat said)"
[ ! -e logs/two/G_4.pth ] && [ ! -e logs/two/.saving ] || fail 'a full disk leaves something' "$(ls logs/two)"

# What is wrong with the corpus is said before the first step, of every file, with its line.
rm corpus/dataset/en-slt/*.bert.pt corpus/dataset/ja-m001/*.bert.pt
wav=$(sed -n '2s/|.*//p' corpus/filelists/train.list)
mv "$wav" away.wav
for nproc in 1 2; do
  "$program" train -c small.json -m fails --threads 1 --max-steps 5 --nproc $nproc >/dev/null 2>said
  [ $? -eq 1 ] && grep -qF "$wav (corpus/filelists/train.list:2)" said &&
    grep -qF 'run bertvits2 bert-gen, train with --bert and --bert-ja, or do without' said && [ ! -e logs/fails/G_0.pth ] ||
    fail 'a faulty corpus' "$(cat said)"
done
mv away.wav "$wav"
# Unlooked-at, it is one file that ends the run.
"$program" train -c small.json -m fails --threads 1 --max-steps 5 --no-validate >/dev/null 2>said
[ $? -eq 1 ] && grep -qF 'bert-gen makes it' said || fail 'a missing file' "$(cat said)"
# With BERTs it is computed, and kept as bert-gen has it.
expect 0 '' train -c small.json -m computes --threads 1 --max-steps 9 --no-eval --nproc 2 \
  --bert corpus/random/zh/bert --bert-ja corpus/random/ja/bert
made=$(find corpus/dataset/ja-m001 -name '*.bert.pt' | head -n 1)
check test -s "$made"
cp "$made" made.pt
expect 0 '' bert-gen -c small.json --bert-zh corpus/random/zh/bert --bert-ja corpus/random/ja/bert --force
check cmp made.pt "$made"
finish
