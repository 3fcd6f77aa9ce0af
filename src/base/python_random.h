#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace bv2 {

// Python's `random` module after random.seed(seed) with a whole number: the same shuffles.
// Source: Matsumoto & Nishimura 2002 (init_by_array); CPython's random.py. Not thread-safe.
class PythonRandom {
 public:
  explicit PythonRandom(uint64_t seed);

  // random.randrange(n), for 0 < n < 2^32.
  size_t Below(size_t n);

  // random.shuffle.
  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i-- > 1;) std::swap(items[i], items[Below(i + 1)]);
  }

 private:
  std::mt19937 engine_;
};

}  // namespace bv2
