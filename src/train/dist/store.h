#pragma once

#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "train/dist/world.h"

namespace bv2::train {

// A connection to the key-value store through which the processes of a world find each other.
// Rank 0 holds it (torchrun's agent does where it says so).
//   serve  this is the connection of rank 0 that opens the store
// Throws kIo if nobody answers within the time limit.
c10::intrusive_ptr<c10d::Store> ConnectStore(const World& world, bool serve);

}  // namespace bv2::train
