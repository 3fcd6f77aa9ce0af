#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/arena.h"

namespace bv2 {

// Arenas for concurrent utterances, reused so that their memory is allocated once. Thread-safe.
class ArenaPool {
 public:
  // An arena for the life of this object; it goes back to the pool, which must outlive it.
  class Lease {
   public:
    explicit Lease(ArenaPool& pool) : pool_(pool), arena_(pool.Take()) {}
    ~Lease() { pool_.GiveBack(std::move(arena_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Arena& operator*() const { return *arena_; }

   private:
    ArenaPool& pool_;
    std::unique_ptr<Arena> arena_;
  };

 private:
  std::unique_ptr<Arena> Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<Arena>();
    auto arena = std::move(idle_.back());
    idle_.pop_back();
    return arena;
  }
  void GiveBack(std::unique_ptr<Arena> arena) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(arena));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Arena>> idle_;
};

}  // namespace bv2
