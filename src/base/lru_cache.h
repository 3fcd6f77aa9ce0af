#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace bv2 {

// Values that were made lately, by everything that makes them what they are. The least recently
// used go first once all take more than `capacity` bytes. Thread-safe.
template <typename Value>
class LruCache {
 public:
  // No capacity: nothing is kept.
  explicit LruCache(size_t capacity_bytes) : capacity_(capacity_bytes) {}

  // Null if it is not there.
  std::shared_ptr<const Value> Find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  // Values of more than an eighth of the capacity are not worth their place.
  void Keep(const std::string& key, std::shared_ptr<const Value> value, size_t value_bytes) {
    Entry entry{.key = key, .value = std::move(value), .bytes = value_bytes + 2 * key.size()};
    const std::lock_guard lock(mutex_);
    if (!Holds(entry.bytes) || by_key_.contains(key)) return;
    bytes_ += entry.bytes;
    entries_.push_front(std::move(entry));
    by_key_[key] = entries_.begin();
    while (bytes_ > capacity_) {
      bytes_ -= entries_.back().bytes;
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

  bool Holds(size_t entry_bytes) const { return entry_bytes <= capacity_ / 8; }
  size_t bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    size_t bytes;
  };

  const size_t capacity_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the latest used first
  std::unordered_map<std::string, typename std::list<Entry>::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace bv2
