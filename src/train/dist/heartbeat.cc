#include "train/dist/heartbeat.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "base/log.h"
#include "train/dist/store.h"

namespace bv2::train {
namespace {

using Clock = std::chrono::steady_clock;

// Added to a process's beats when it ends in good order.
constexpr int64_t kFarewell = int64_t{1} << 40;

std::string BeatKey(int rank) { return fmt::format("heartbeat/{}", rank); }
std::string NameKey(int rank) { return fmt::format("name/{}", rank); }

std::string OwnName() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("process {} on {}", getpid(), host.data());
}

void End(const std::string& what) {
  LogError("{}", what);
  // Other threads may be stuck inside a collective: no destructor would ever return.
  std::_Exit(1);
}

}  // namespace

struct Heartbeat::Peers {
  struct Peer {
    int64_t beats = -1;
    int silent_rounds = 0;
    std::string name;
  };
  c10::intrusive_ptr<c10d::Store> store;
  std::vector<Peer> peers;

  explicit Peers(const World& world)
      : store(ConnectStore(world, /*serve=*/false)), peers(static_cast<size_t>(world.size)) {
    const std::string name = OwnName();
    store->set(NameKey(world.rank), std::vector<uint8_t>(name.begin(), name.end()));
    for (int rank = 0; rank < world.size; ++rank) {
      const std::vector<uint8_t> bytes = store->get(NameKey(rank));
      peers[static_cast<size_t>(rank)].name.assign(bytes.begin(), bytes.end());
    }
  }

  // The rank of a process that has been silent for more than so many rounds; -1: all are well.
  // Rounds, not time: a host that was suspended has heard nobody, and none of them is to blame.
  int Silent(const World& world, int64_t limit) {
    for (int rank = 0; rank < world.size; ++rank) {
      Peer& peer = peers[static_cast<size_t>(rank)];
      const int64_t beats = store->add(BeatKey(rank), 0);
      peer.silent_rounds = std::exchange(peer.beats, beats) == beats ? peer.silent_rounds + 1 : 0;
      if (beats < kFarewell && peer.silent_rounds > limit) return rank;
    }
    return -1;
  }

  void AwaitFarewells(std::chrono::milliseconds limit) const {
    const Clock::time_point end = Clock::now() + limit;
    for (size_t rank = 1; rank < peers.size(); ++rank) {
      const std::string key = BeatKey(static_cast<int>(rank));
      while (store->add(key, 0) < kFarewell && Clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
};

Heartbeat::Heartbeat(const World& world, Options options)
    : world_(world), options_(std::move(options)) {
  if (!options_.lost) options_.lost = End;
  auto peers = std::make_shared<Peers>(world_);
  thread_ = std::thread([this, peers] { Run(*peers); });
}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Heartbeat::Run(Peers& peers) {
  const auto name = [&](int rank) {
    return fmt::format("rank {} ({})", rank, peers.peers[static_cast<size_t>(rank)].name);
  };
  std::unique_lock lock(mutex_);
  try {
    while (!wake_.wait_for(lock, options_.interval, [&] { return stop_; })) {
      peers.store->add(BeatKey(world_.rank), 1);
      const int silent = peers.Silent(world_, options_.limit / options_.interval);
      if (silent < 0) continue;
      options_.lost(fmt::format("{} has not been heard of for {} s; rank {} stops", name(silent),
                                options_.limit.count() / 1000, world_.rank));
      return;
    }
    peers.store->add(BeatKey(world_.rank), kFarewell);
    // The store may end with rank 0: it leaves last.
    if (world_.leads()) peers.AwaitFarewells(options_.limit);
  } catch (const std::exception&) {
    if (!stop_)
      options_.lost(
          fmt::format("{}, which holds the store, is gone; rank {} stops", name(0), world_.rank));
  }
}

}  // namespace bv2::train
