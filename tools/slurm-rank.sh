#!/usr/bin/env bash
# Runs a command as one of the processes of a Slurm job step, with the variables that torchrun would
# set; use it with srun:
#   srun --kill-on-bad-exit=1 tools/slurm-rank.sh bertvits2 train -c config.json -m alice
# MASTER_ADDR and MASTER_PORT may be set already, e.g. to an address of a faster network; otherwise
# they are the first node's name and a port that follows from the job's number.
set -euo pipefail

need() {
  [ -n "${!1:-}" ] || {
    echo "slurm-rank: $1 is not set; srun sets it for the processes of a job" >&2
    exit 2
  }
}
need SLURM_PROCID
need SLURM_NTASKS
need SLURM_LOCALID

if [ -z "${MASTER_ADDR:-}" ]; then
  need SLURM_JOB_NODELIST
  MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
fi
if [ -z "${MASTER_PORT:-}" ]; then
  need SLURM_JOB_ID
  MASTER_PORT=$((20000 + SLURM_JOB_ID % 10000))
fi

# "4(x2),3": so many processes on each node. All nodes of a training run have the same number.
per_node=${SLURM_STEP_TASKS_PER_NODE:-${SLURM_TASKS_PER_NODE:-1}}

export MASTER_ADDR MASTER_PORT
export RANK=$SLURM_PROCID WORLD_SIZE=$SLURM_NTASKS LOCAL_RANK=$SLURM_LOCALID
export LOCAL_WORLD_SIZE=${per_node%%[!0-9]*}
exec "$@"
