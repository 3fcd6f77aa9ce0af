#include "base/arena.h"

#include <algorithm>

namespace bv2 {
namespace {

constexpr size_t kFirstBlockBytes = size_t{1} << 20;

}  // namespace

void* Arena::Take(size_t bytes) {
  bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  while (block_ < blocks_.size() && used_ + bytes > blocks_[block_].size()) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const size_t last = blocks_.empty() ? kFirstBlockBytes / 2 : blocks_.back().size();
    blocks_.emplace_back(std::max(bytes, 2 * last), Uninitialized{});
  }
  void* result = blocks_[block_].data() + used_;
  used_ += bytes;
  return result;
}

void Arena::Release(size_t block, size_t used) {
  block_ = block;
  used_ = used;
  // An empty arena in several blocks becomes one block, so that the next utterance of this size
  // runs in contiguous memory.
  if (block == 0 && used == 0 && blocks_.size() > 1) {
    const size_t total = capacity_bytes();
    blocks_.clear();
    blocks_.emplace_back(total, Uninitialized{});
  }
}

std::span<float> Arena::Floats(size_t count) {
  return {static_cast<float*>(Take(count * sizeof(float))), count};
}

std::span<int> Arena::Ints(size_t count) {
  return {static_cast<int*>(Take(count * sizeof(int))), count};
}

View<float> Arena::Matrix(size_t rows, size_t cols) {
  const size_t stride = PaddedStride<float>(cols);
  return {Floats(rows * stride).data(), rows, cols, stride};
}

size_t Arena::capacity_bytes() const {
  size_t total = 0;
  for (const auto& block : blocks_) total += block.size();
  return total;
}

}  // namespace bv2
