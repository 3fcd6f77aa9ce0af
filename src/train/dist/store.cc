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

// Of LibTorch's two servers the one that every build has; later releases default to the other.
template <typename Options>
void ChooseServer(Options& options) {
  if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

// Without the list of functions that LibTorch's errors end with.
std::string Reason(const std::exception& error) {
  const auto* const torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error == nullptr ? error.what() : torch_error->what_without_backtrace();
}

}  // namespace

c10::intrusive_ptr<c10d::Store> ConnectStore(const World& world, bool serve) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(world.master_port);
  options.isServer = serve && !AgentServes();
  options.waitWorkers = false;
  options.timeout = kJoinLimit;
  ChooseServer(options);
  try {
    return c10::make_intrusive<c10d::PrefixStore>(
        Start(), c10::make_intrusive<c10d::TCPStore>(world.master_address, options));
  } catch (const std::exception& error) {
    Fail(ErrorCode::kIo,
         "rank {} cannot meet the others at MASTER_ADDR {}, MASTER_PORT {}: {}; is the port open, "
         "and free on rank 0's host?",
         world.rank, world.master_address, world.master_port, Reason(error));
  }
}

}  // namespace bv2::train
