#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/take.h"

namespace bv2::server {

// Takes that were spoken lately, by everything that makes them what they are. The least recently
// used go first. Thread-safe.
class AudioCache {
 public:
  // No capacity: nothing is kept.
  explicit AudioCache(size_t capacity_bytes) : capacity_(capacity_bytes) {}

  // Null if it is not there.
  std::shared_ptr<const Take> Find(const std::string& key);
  // Takes that are larger than an eighth of the capacity are not worth their place.
  void Keep(const std::string& key, std::shared_ptr<const Take> take);

  bool Holds(size_t take_bytes) const { return take_bytes <= capacity_ / 8; }
  size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Take> take;
    size_t bytes() const { return take->bytes() + 2 * key.size(); }
  };

  const size_t capacity_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the latest used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace bv2::server
