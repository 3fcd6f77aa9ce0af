#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "train/dist/world.h"

namespace bv2::train {

// Tells the other processes of a world that this one lives, and notices when one of them does not:
// a process that waits for a dead one inside NCCL would wait for ever. Uses a thread and a store
// connection of its own.
class Heartbeat {
 public:
  struct Options {
    std::chrono::milliseconds interval{2000};
    std::chrono::milliseconds limit{15000};  // of silence, while this process runs
    // Called once, on the heartbeat's thread, with a sentence naming the process that is gone.
    // Empty: logs the sentence and ends this process with status 1.
    std::function<void(const std::string&)> lost = {};
  };
  // The world's ProcessGroup must exist. Throws kIo.
  Heartbeat(const World& world, Options options);
  // Says good-bye: the others no longer wait for this process.
  ~Heartbeat();
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

 private:
  struct Peers;
  void Run(Peers& peers);

  World world_;
  Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace bv2::train
