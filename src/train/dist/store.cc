#include "train/dist/store.h"

#include <chrono>
#include <cstdlib>
#include <string_view>

#include "base/error.h"

namespace bv2::train {
namespace {

constexpr std::chrono::minutes kJoinLimit{10};

bool AgentServes() {
  const char* const value = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  return value != nullptr && std::string_view(value) == "True";
}

}  // namespace

c10::intrusive_ptr<c10d::Store> ConnectStore(const World& world, bool serve) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(world.master_port);
  options.isServer = serve && !AgentServes();
  options.waitWorkers = false;
  options.timeout = kJoinLimit;
  try {
    return c10::make_intrusive<c10d::TCPStore>(world.master_address, options);
  } catch (const std::exception& error) {
    Fail(ErrorCode::kIo,
         "rank {} cannot meet the others at MASTER_ADDR {}, MASTER_PORT {}: {}; is the port open, "
         "and free on rank 0's host?",
         world.rank, world.master_address, world.master_port, error.what());
  }
}

}  // namespace bv2::train
