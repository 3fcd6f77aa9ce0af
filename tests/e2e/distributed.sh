#!/usr/bin/env bash
# bertvits2 train in several processes that a launcher started: by torchrun's variables, by Slurm's, and
# on two hosts, for which network namespaces stand.
#   $2  where the programs were built
#   $3  `loopback`, or `hosts`, which needs root; without, the test is skipped
source "$(dirname "$0")/expect.sh"

build=$2
tools=$(cd "$(dirname "$0")/../../tools" && pwd)
cd "$work" || exit 1

if [ "$3" = hosts ]; then
  names=(bv2-$$-0 bv2-$$-1)
  if ! ip netns add "${names[0]}" 2>said || ! ip netns add "${names[1]}" 2>said; then
    echo "skipped: no network namespaces here: $(cat said)"
    exit 77
  fi
  trap 'for name in "${names[@]}"; do ip netns del "$name"; done; rm -rf "$work"' EXIT
  check ip link add "veth-$$" netns "${names[0]}" type veth peer name "veth-$$" netns "${names[1]}"
  for i in 0 1; do
    check ip -n "${names[i]}" address add "10.123.45.$((i + 1))/24" dev "veth-$$"
    check ip -n "${names[i]}" link set "veth-$$" up
    check ip -n "${names[i]}" link set lo up
  done
fi

check "$tools/prepare-demo.sh" corpus --utterances 20 --build "$build"
sed -E -e 's/"(batch_size)": [0-9]+/"\1": 2/' -e 's/"(segment_size)": [0-9]+/"\1": 2048/' \
  -e 's/"(log_interval)": [0-9]+/"\1": 1/' -e 's/"(eval_interval)": [0-9]+/"\1": 2/' \
  -e 's/"(inter_channels|hidden_channels)": [0-9]+/"\1": 16/' \
  -e 's/"(filter_channels|gin_channels)": [0-9]+/"\1": 32/' \
  -e 's/"(n_layers)": [0-9]+/"\1": 3/' -e 's/"gan_start_step": [0-9]+/"gan_start_step": 0/;s/"bf16_run": true/"bf16_run": false/' \
  -e 's/"(upsample_initial_channel)": [0-9]+/"\1": 32/' corpus/config.json >small.json
train=("$program" train -c small.json --threads 1 --no-eval --max-steps 3)
port=$((20000 + $$ % 10000))

# both NAME COMMAND…: runs the command as ranks 0 and 1 ($rank is in the arguments), which must succeed.
both() {
  local name=$1 rank pids=() failed=0
  shift
  for rank in 0 1; do
    env "${@//@/$rank}" >"$name.$rank" 2>&1 &
    pids+=($!)
  done
  for rank in 0 1; do wait "${pids[rank]}" || failed=1; done
  [ $failed -eq 0 ] || fail "$name" "$(cat "$name.0")" "$(cat "$name.1")"
  check test -s "logs/$name/G_2.pth"
}

both torchrun RANK=@ WORLD_SIZE=2 LOCAL_RANK=@ LOCAL_WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 \
  MASTER_PORT=$port "${train[@]}" -m torchrun

if [ "$3" = hosts ]; then
  # The hosts' common name may stand for a loopback address: they must find each other all the same.
  for rank in 0 1; do
    ip netns exec "${names[rank]}" env RANK=$rank WORLD_SIZE=2 MASTER_ADDR=10.123.45.1 \
      MASTER_PORT=$port "${train[@]}" -m hosts >"hosts.$rank" 2>&1 &
    pids[rank]=$!
  done
  for rank in 0 1; do
    wait "${pids[rank]}" || fail "rank $rank on its host" "$(cat "hosts.$rank")"
  done
  check cmp logs/torchrun/G_2.pth logs/hosts/G_2.pth

  # When a host is cut off, the other ends within half a minute and names the rank.
  for rank in 0 1; do
    ip netns exec "${names[rank]}" env RANK=$rank WORLD_SIZE=2 MASTER_ADDR=10.123.45.1 \
      MASTER_PORT=$((port + 1)) "${train[@]}" --max-steps 9999 -m cut >"cut.$rank" 2>&1 &
    pids[rank]=$!
  done
  for _ in $(seq 600); do [ -e logs/cut/G_2.pth ] && break || sleep 0.1; done
  kill -STOP "${pids[1]}"
  began=$SECONDS
  wait "${pids[0]}"
  status=$?
  kill -9 "${pids[1]}"
  [ $status -eq 1 ] || fail "status $status of the rank that is left" "$(cat cut.0)"
  [ $((SECONDS - began)) -le 30 ] || fail "it took $((SECONDS - began)) s to notice"
  grep -qF 'rank 1 (' cut.0 || fail 'the lost rank is not named' "$(cat cut.0)"
else
  # Slurm's variables, as srun sets them for two processes on one node.
  mkdir bin
  printf '#!/bin/sh\n[ "$*" = "show hostnames node" ] && echo 127.0.0.1\n' >bin/scontrol
  chmod +x bin/scontrol
  both slurm PATH="$work/bin:$PATH" SLURM_PROCID=@ SLURM_LOCALID=@ SLURM_NTASKS=2 \
    'SLURM_TASKS_PER_NODE=2(x1)' SLURM_JOB_ID=$((port + 1)) SLURM_JOB_NODELIST=node \
    "$tools/slurm-rank.sh" "${train[@]}" -m slurm
  check cmp logs/torchrun/G_2.pth logs/slurm/G_2.pth
  # Without Slurm it says what is missing.
  env -u SLURM_PROCID "$tools/slurm-rank.sh" true 2>said
  [ $? -eq 2 ] && grep -qF 'SLURM_PROCID is not set' said || fail 'slurm-rank' "$(cat said)"

  # Suspended together for longer than a lost rank is waited for, they go on: nobody was lost.
  for rank in 0 1; do
    env RANK=$rank WORLD_SIZE=2 LOCAL_RANK=$rank LOCAL_WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 \
      MASTER_PORT=$((port + 2)) "${train[@]}" --max-steps 9999 -m asleep >"asleep.$rank" 2>&1 &
    pids[rank]=$!
  done
  for _ in $(seq 600); do [ -e logs/asleep/G_2.pth ] && break || sleep 0.1; done
  kill -STOP "${pids[@]}"
  sleep 17
  ls logs/asleep >before
  kill -CONT "${pids[@]}"
  for _ in $(seq 600); do ls logs/asleep | cmp -s - before && sleep 0.1 || break; done
  sleep 3
  kill -TERM "${pids[@]}"
  for rank in 0 1; do wait "${pids[rank]}" || fail "rank $rank after its sleep" "$(cat "asleep.$rank")"; done

  # The run goes on with another number of processes.
  expect 0 '' train -c small.json --threads 1 --no-eval --max-steps 4 -m torchrun
  grep -qF '2 processes wrote the checkpoint and 1 go on' err || fail 'no word of it' "$(cat err)"
  check test -s logs/torchrun/G_3.pth
fi
finish
