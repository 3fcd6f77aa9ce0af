#include "corpus/bucket_sampler.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/check.h"
#include "base/rng.h"

namespace bv2::corpus {
namespace {

// torch.randperm, or the order as it is.
std::vector<int64_t> Order(size_t count, bool shuffle, Rng& rng) {
  if (shuffle) return rng.Permutation(count);
  std::vector<int64_t> order(count);
  std::iota(order.begin(), order.end(), int64_t{0});
  return order;
}

}  // namespace

BucketSampler::BucketSampler(std::span<const int64_t> lengths, BucketOptions options)
    : options_(std::move(options)) {
  auto& boundaries = options_.boundaries;
  BV2_CHECK(boundaries.size() >= 2 && std::ranges::is_sorted(boundaries),
            "the {} boundaries of the length buckets must be at least two, in rising order",
            boundaries.size());
  BV2_CHECK(options_.batch_size > 0, "a batch of no utterances");
  BV2_CHECK(options_.rank < options_.replicas, "rank {} of {} processes", options_.rank,
            options_.replicas);
  buckets_.resize(boundaries.size() - 1);
  for (size_t i = 0; i < lengths.size(); ++i) {
    const auto upper = std::ranges::lower_bound(boundaries, lengths[i]);
    if (upper == boundaries.begin() || upper == boundaries.end()) continue;
    buckets_[static_cast<size_t>(upper - boundaries.begin()) - 1].push_back(i);
  }
  // An empty bucket becomes part of the one below it.
  for (size_t i = buckets_.size(); i-- > 0;) {
    if (!buckets_[i].empty()) continue;
    buckets_.erase(buckets_.begin() + static_cast<ptrdiff_t>(i));
    boundaries.erase(boundaries.begin() + static_cast<ptrdiff_t>(i) + 1);
  }
  const size_t whole = options_.replicas * options_.batch_size;
  for (const auto& bucket : buckets_) {
    padded_sizes_.push_back((bucket.size() + whole - 1) / whole * whole);
    batches_ += padded_sizes_.back() / whole;
  }
}

std::vector<std::vector<size_t>> BucketSampler::Epoch(uint64_t epoch) const {
  Rng rng(epoch);
  std::vector<std::vector<int64_t>> orders;
  for (const auto& bucket : buckets_) orders.push_back(Order(bucket.size(), options_.shuffle, rng));

  std::vector<std::vector<size_t>> batches;
  for (size_t b = 0; b < buckets_.size(); ++b) {
    // Every replicas-th of the bucket's items, repeated from its start as often as needed.
    for (size_t i = options_.rank; i < padded_sizes_[b]; i += options_.replicas) {
      if (i / options_.replicas % options_.batch_size == 0) batches.emplace_back();
      const int64_t item = orders[b][i % orders[b].size()];
      batches.back().push_back(buckets_[b][static_cast<size_t>(item)]);
    }
  }
  std::vector<std::vector<size_t>> shuffled;
  for (const int64_t i : Order(batches.size(), options_.shuffle, rng))
    shuffled.push_back(std::move(batches[static_cast<size_t>(i)]));
  return shuffled;
}

}  // namespace bv2::corpus
