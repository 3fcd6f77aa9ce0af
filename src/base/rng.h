#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace bv2 {

// The CPU random generator of PyTorch, reproduced draw for draw: after Rng(seed) the calls below
// return what torch returns after torch.manual_seed(seed) (to 2e-6 for normals; exactly otherwise).
// Not thread-safe: one generator per utterance.
// Source: Matsumoto & Nishimura 1998 (MT19937); Box & Muller 1958.
class Rng {
 public:
  explicit Rng(uint64_t seed);

  // torch.rand: uniform in [0, 1) with 24 bits.
  float Uniform();
  void FillUniform(std::span<float> out);

  // torch.randn into contiguous memory: sizes of 16 and more are drawn in blocks of 16.
  void FillNormal(std::span<float> out);

  // torch.randn element by element, as torch draws into memory that is not contiguous.
  void FillNormalStrided(std::span<float> out);

  // torch.randperm(n).
  std::vector<int64_t> Permutation(size_t n);

 private:
  double Uniform53();
  float Normal();

  std::mt19937 engine_;
  std::optional<double> next_normal_;  // the second value of the last Box–Muller pair
};

}  // namespace bv2
