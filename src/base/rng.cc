#include "base/rng.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace bv2 {
namespace {

constexpr size_t kBlock = 16;

// Turns 16 uniforms into 16 normals in place: value j pairs with value j + 8.
void BoxMullerBlock(std::span<float, kBlock> block) {
  for (size_t j = 0; j < kBlock / 2; ++j) {
    const float u1 = 1.0f - block[j];
    const float u2 = block[j + kBlock / 2];
    const float radius = std::sqrt(-2.0f * std::log(u1));
    const float theta = 2.0f * std::numbers::pi_v<float> * u2;
    block[j] = radius * std::cos(theta);
    block[j + kBlock / 2] = radius * std::sin(theta);
  }
}

}  // namespace

// Like torch, only the low 32 bits of the seed reach the Mersenne twister.
Rng::Rng(uint64_t seed) : engine_(static_cast<uint32_t>(seed)) {}

float Rng::Uniform() {
  return static_cast<float>(engine_() & 0xFFFFFFu) / static_cast<float>(1 << 24);
}

double Rng::Uniform53() {
  const uint64_t high = engine_();
  const uint64_t bits = (high << 32 | engine_()) & ((uint64_t{1} << 53) - 1);
  return static_cast<double>(bits) / static_cast<double>(uint64_t{1} << 53);
}

float Rng::Normal() {
  if (next_normal_) return static_cast<float>(*std::exchange(next_normal_, std::nullopt));
  const double u1 = Uniform53();
  const double u2 = Uniform53();
  const double radius = std::sqrt(-2.0 * std::log1p(-u2));
  const double theta = 2.0 * std::numbers::pi * u1;
  next_normal_ = radius * std::sin(theta);
  return static_cast<float>(radius * std::cos(theta));
}

void Rng::FillUniform(std::span<float> out) {
  for (float& value : out) value = Uniform();
}

void Rng::FillNormal(std::span<float> out) {
  if (out.size() < kBlock) return FillNormalStrided(out);
  FillUniform(out);
  size_t i = 0;
  for (; i + kBlock <= out.size(); i += kBlock) BoxMullerBlock(out.subspan(i).first<kBlock>());
  if (i == out.size()) return;
  const auto tail = out.last<kBlock>();  // redrawn whole, as torch does
  FillUniform(tail);
  BoxMullerBlock(tail);
}

void Rng::FillNormalStrided(std::span<float> out) {
  for (float& value : out) value = Normal();
}

std::vector<int64_t> Rng::Permutation(size_t n) {
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), int64_t{0});
  for (size_t i = 0; i + 1 < n; ++i) std::swap(order[i], order[i + engine_() % (n - i)]);
  return order;
}

}  // namespace bv2
