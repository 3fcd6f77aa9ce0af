#!/usr/bin/env bash
# The steps of corpus preparation, killed at twenty random moments: what is there is whole, and the
# next run completes it. Prints its seed; CORPUS_SEED=… repeats the moments.
source "$(dirname "$0")/expect.sh"
program=$(realpath "$program")
RANDOM=${CORPUS_SEED:=$$}
echo "CORPUS_SEED=$CORPUS_SEED"

start=$work/start
mkdir -p "$start/raw/Ann" "$start/raw/王 五"
for i in 1 2 3; do
  expect 0 '' synth --model "$data/voices/noise/model.safetensors" --seed $i \
    --text '今天天气真好，我们去看花。' -o "$work/$i.wav"
done
for i in $(seq 10); do
  for speaker in Ann '王 五'; do
    cp "$work/$((i % 3 + 1)).wav" "$start/raw/$speaker/$i.wav"
    echo "set/$speaker/$i.wav|$speaker|ZH|今天天气真好，我们去看花。第$i句话。"
  done
done >"$start/my.list"
sed 's|"training_files": "[^"]*"|"training_files": "lists/train.list"|
  s|"validation_files": "[^"]*"|"validation_files": "lists/val.list"|' \
  "$data/golden/models/b16/config.json" >"$start/config.json"

run_step() {  # STEP OPTION…
  local step=$1
  shift
  case $step in
    resample) set -- --in-dir raw --out-dir set --sr 16000 --trim "$@" ;;
    preprocess-text)
      set -- --transcription-path my.list --config-path config.json --train-path lists/train.list \
        --val-path lists/val.list "$@"
      ;;
    bert-gen) set -- -c config.json --bert-zh "$data/voices/noise/bert" "$@" ;;
    spec-gen) set -- -c config.json --mel "$@" ;;
  esac
  exec "$program" "$step" --jobs 1 "$@"
}
steps=(resample preprocess-text bert-gen spec-gen)

# What all is compared with, and how long each step takes, in milliseconds.
cp -r "$start" "$work/whole"
declare -A took
for step in "${steps[@]}"; do
  begin=$(date +%s%3N)
  (cd "$work/whole" && run_step "$step") >"$work/log" 2>&1 || fail "$step" "$(tail -5 "$work/log")"
  took[$step]=$(($(date +%s%3N) - begin))
done

check_whole() {
  local file name
  while read -r -d '' file; do
    name=${file#"$work/run/"}
    cmp -s "$file" "$work/whole/$name" || cmp -s "$file" "$start/$name" ||
      fail "after a killed $1, $name is neither what it was nor what it should become"
  done < <(find "$work/run" -type f -not -name '*.tmp' -print0)
}

hits=0
for round in 1 2 3 4 5; do
  rm -rf "$work/run"
  cp -r "$start" "$work/run"
  for step in "${steps[@]}"; do
    (cd "$work/run" && run_step "$step") >/dev/null 2>&1 &
    delay=$((RANDOM % (${took[$step]} + 1)))
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -KILL $! 2>/dev/null
    wait $! 2>/dev/null
    [ $? -ne 137 ] || hits=$((hits + 1))
    check_whole "$step"
    (cd "$work/run" && run_step "$step") >"$work/log" 2>&1 ||
      fail "$step after $delay ms" "$(tail -5 "$work/log")"
  done
  check diff -r "$work/run" "$work/whole"
done
echo "$hits of 20 kills hit a running program"
[ $hits -ge 5 ] || fail "only $hits of 20 kills hit a running program"

# Now there is nothing left to do.
for step in "${steps[@]}"; do
  (cd "$work/run" && run_step "$step") >"$work/said" 2>&1
  check grep -q 'nothing to do' "$work/said"
done

finish
