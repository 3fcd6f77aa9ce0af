#include "server/audio_cache.h"

#include <utility>

namespace bv2::server {

size_t Take::bytes() const {
  size_t sum = sizeof(Take) + all.samples.size() * sizeof(float);
  for (const synth::Timings::Piece& piece : all.pieces)
    sum += sizeof(piece) + (piece.phones.size() + piece.sentences.size()) * sizeof(piece.whole) +
           piece.words.size() * sizeof(synth::Timings::Word);
  return sum;
}

std::shared_ptr<const Take> AudioCache::Find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->take;
}

void AudioCache::Keep(const std::string& key, std::shared_ptr<const Take> take) {
  const std::lock_guard lock(mutex_);
  Entry entry{.key = key, .take = std::move(take)};
  if (!Holds(entry.bytes()) || by_key_.contains(key)) return;
  bytes_ += entry.bytes();
  entries_.push_front(std::move(entry));
  by_key_[key] = entries_.begin();
  while (bytes_ > capacity_) {
    bytes_ -= entries_.back().bytes();
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

size_t AudioCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace bv2::server
