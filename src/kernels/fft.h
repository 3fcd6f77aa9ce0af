#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bv2::kernels {

// Signals transformed side by side, one a vector lane: every butterfly is whole vectors whatever
// the size, and needs no shuffles.
inline constexpr size_t kFftBatch = 16;

// Discrete Fourier transform of real signals, X[k] = Σ x[t] exp(−2πi kt / size), k = 0 … size/2.
// Stockham's self-sorting algorithm with radices 4, 2, 3 and 5, and any other prime p in O(p²);
// an even size costs a complex transform of half the size. Const, thread-safe.
class RealFft {
 public:
  // Throws kInvalidArgument unless 1 <= size <= 2^17.
  explicit RealFft(size_t size);

  size_t size() const { return size_; }
  size_t bins() const { return size_ / 2 + 1; }
  // Floats of each of the two buffers of Transform.
  size_t buffer_size() const { return 2 * (size_ % 2 == 0 ? bins() : size_) * kFftBatch; }

  //   x        starts with [size][kFftBatch], the signals; destroyed
  //   scratch  any content
  //   returns  [bins][re, im][kFftBatch], in one of the two buffers
  // Both must have buffer_size() elements.
  std::span<const float> Transform(std::span<float> x, std::span<float> scratch) const;

  // One pass over all data: `radix` transforms combined at each of `groups` · `stride` places.
  struct Pass {
    size_t radix;
    size_t groups;
    size_t stride;
    size_t twiddles;  // where its factors [groups][radix − 1][re, im] start
    size_t roots;     // where exp(−2πi k / radix) start, [radix][re, im]
  };

 private:
  size_t size_;
  std::vector<Pass> passes_;
  std::vector<float> factors_;
  size_t unpack_ = 0;  // where exp(−2πi k / size), k = 0 … size/2, start
};

}  // namespace bv2::kernels
