#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/lru_cache.h"
#include "server/take.h"

namespace bv2::server {

// Takes that were spoken lately, by everything that makes them what they are. The least recently
// used go first. Thread-safe.
class AudioCache {
 public:
  // No capacity: nothing is kept.
  explicit AudioCache(size_t capacity_bytes) : takes_(capacity_bytes) {}

  // Null if it is not there.
  std::shared_ptr<const Take> Find(const std::string& key) { return takes_.Find(key); }
  // Takes that are larger than an eighth of the capacity are not worth their place.
  void Keep(const std::string& key, std::shared_ptr<const Take> take) {
    const size_t bytes = take->bytes();
    takes_.Keep(key, std::move(take), bytes);
  }

  bool Holds(size_t take_bytes) const { return takes_.Holds(take_bytes); }
  size_t bytes() const { return takes_.bytes(); }

 private:
  LruCache<Take> takes_;
};

}  // namespace bv2::server
