#include "base/python_random.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"

namespace bv2 {
namespace {

// The state that a key of 32-bit words gives MT19937, handed over as a seed sequence.
class KeyedState {
 public:
  using result_type = uint32_t;

  explicit KeyedState(uint64_t seed) : key_{static_cast<uint32_t>(seed)} {
    if (seed >> 32 != 0) key_.push_back(static_cast<uint32_t>(seed >> 32));
  }

  template <typename Iterator>
  void generate(Iterator begin, Iterator) const {
    std::array<uint32_t, std::mt19937::state_size> state;
    state[0] = 19650218;
    for (uint32_t i = 1; i < state.size(); ++i) state[i] = 1812433253 * Mixed(state[i - 1]) + i;
    size_t i = 1;
    const auto advance = [&] {
      if (++i < state.size()) return;
      state[0] = state.back();
      i = 1;
    };
    for (size_t k = 0; k < std::max(state.size(), key_.size()); ++k) {
      const size_t word = k % key_.size();
      state[i] =
          (state[i] ^ (Mixed(state[i - 1]) * 1664525)) + key_[word] + static_cast<uint32_t>(word);
      advance();
    }
    for (size_t k = 1; k < state.size(); ++k) {
      state[i] = (state[i] ^ (Mixed(state[i - 1]) * 1566083941)) - static_cast<uint32_t>(i);
      advance();
    }
    state[0] = 0x80000000;
    std::ranges::copy(state, begin);
  }

 private:
  static uint32_t Mixed(uint32_t word) { return word ^ (word >> 30); }

  std::vector<uint32_t> key_;
};

std::mt19937 Seeded(uint64_t seed) {
  KeyedState state(seed);
  return std::mt19937(state);
}

}  // namespace

PythonRandom::PythonRandom(uint64_t seed) : engine_(Seeded(seed)) {}

size_t PythonRandom::Below(size_t n) {
  BV2_CHECK(n > 0 && n < size_t{1} << 32, "a random number below {}", n);
  // As many of the upper bits as n has, drawn again until they are below it.
  const int unused = 32 - static_cast<int>(std::bit_width(n));
  size_t number = engine_() >> unused;
  while (number >= n) number = engine_() >> unused;
  return number;
}

}  // namespace bv2
