#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bv2::corpus {

struct BucketOptions {
  size_t batch_size = 8;
  // Bucket i takes utterances longer than boundaries[i] and at most boundaries[i + 1] frames.
  std::vector<int64_t> boundaries = {32, 300, 400, 500, 600, 700, 800, 900, 1000};
  size_t replicas = 1;  // processes that train together,
  size_t rank = 0;      // and which of them this one is
  bool shuffle = true;
};

// Puts utterances of similar length into batches, epoch by epoch, as the original's
// DistributedBucketSampler does: the same batches in the same order. What is not longer than the
// first boundary or longer than the last is left out. A bucket is filled up with repetitions until
// all processes get whole batches of it. Immutable, thread-safe.
class BucketSampler {
 public:
  // `lengths` are those of the utterances in frames, which the original takes to be the wav's size
  // in bytes / (2 · hop_length), rounded down.
  // Throws kInvalidArgument for fewer than two or unsorted boundaries, no batch size, or a rank
  // that is not below `replicas`.
  BucketSampler(std::span<const int64_t> lengths, BucketOptions options);

  // The batches of this process: indices into `lengths`, batch_size each.
  std::vector<std::vector<size_t>> Epoch(uint64_t epoch) const;

  size_t batches() const { return batches_; }  // of this process, in an epoch
  const std::vector<std::vector<size_t>>& buckets() const { return buckets_; }  // none is empty
  const std::vector<int64_t>& boundaries() const { return options_.boundaries; }
  const std::vector<size_t>& padded_sizes() const { return padded_sizes_; }  // of the buckets

 private:
  BucketOptions options_;
  std::vector<std::vector<size_t>> buckets_;
  std::vector<size_t> padded_sizes_;
  size_t batches_ = 0;
};

}  // namespace bv2::corpus
