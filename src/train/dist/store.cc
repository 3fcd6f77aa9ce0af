#include "train/dist/store.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>

#include "base/error.h"

namespace bv2::train {
namespace {

constexpr std::chrono::minutes kJoinLimit{10};

bool AgentServes() {
  const char* const value = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  return value != nullptr && std::string_view(value) == "True";
}

// torchrun's store outlives the processes that it starts again: each start has keys of its own.
std::string Start() {
  const char* const restarts = std::getenv("TORCHELASTIC_RESTART_COUNT");
  return std::string("start ") + (restarts == nullptr ? "0" : restarts);
}

}  // namespace

c10::intrusive_ptr<c10d::Store> ConnectStore(const World& world, bool serve) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(world.master_port);
  options.isServer = serve && !AgentServes();
  options.waitWorkers = false;
  options.timeout = kJoinLimit;
  try {
    return c10::make_intrusive<c10d::PrefixStore>(
        Start(), c10::make_intrusive<c10d::TCPStore>(world.master_address, options));
  } catch (const std::exception& error) {
    Fail(ErrorCode::kIo,
         "rank {} cannot meet the others at MASTER_ADDR {}, MASTER_PORT {}: {}; is the port open, "
         "and free on rank 0's host?",
         world.rank, world.master_address, world.master_port, error.what());
  }
}

}  // namespace bv2::train
