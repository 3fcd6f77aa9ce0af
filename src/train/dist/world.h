#pragma once

#include <string>

namespace bv2::train {

// This process among those that train together.
struct World {
  int rank = 0;                     // of all processes; 0 writes the logs and checkpoints
  int size = 1;                     // of the world; 1 needs no communication
  int local_rank = 0;               // among those of this host: its GPU
  int local_size = 1;               // processes of this host, which share its cores
  std::string master_address = {};  // of rank 0's host
  int master_port = 0;

  bool distributed() const { return size > 1; }
  bool leads() const { return rank == 0; }
};

// Reads the environment that torchrun, Slurm scripts and Kubernetes' PyTorchJob set: RANK,
// WORLD_SIZE, LOCAL_RANK and
// LOCAL_WORLD_SIZE (0 and 1 if not set), MASTER_ADDR, MASTER_PORT. None of them: a world of one.
// Throws kInvalidArgument naming the variable that is missing or out of range.
World WorldFromEnvironment();

}  // namespace bv2::train
