#include "kernels/monotonic_durations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "base/error.h"

namespace bv2::kernels {
namespace {

struct Scores {
  size_t frames, phones, stride;
  std::vector<float> values;
  float at(size_t y, size_t x) const { return values[y * stride + x]; }
};

Scores RandomScores(size_t frames, size_t phones, unsigned seed) {
  Scores scores{frames, phones, phones + 3, {}};
  scores.values.assign(frames * scores.stride, std::numeric_limits<float>::quiet_NaN());
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(-50, 20);
  for (size_t y = 0; y < frames; ++y)
    for (size_t x = 0; x < phones; ++x) scores.values[y * scores.stride + x] = normal(engine);
  return scores;
}

std::vector<int64_t> Search(Scores scores) {
  std::vector<int64_t> durations(scores.phones);
  MonotonicDurations({.values = scores.values.data(),
                      .frames = scores.frames,
                      .phones = scores.phones,
                      .stride = scores.stride},
                     durations);
  return durations;
}

double Sum(const Scores& scores, const std::vector<int64_t>& durations) {
  double sum = 0;
  size_t y = 0;
  for (size_t x = 0; x < durations.size(); ++x)
    for (int64_t i = 0; i < durations[x]; ++i) sum += scores.at(y++, x);
  return sum;
}

// The best sum of all ways to give `left` frames to the phones from x on, each at least one.
double BestSum(const Scores& scores, std::vector<int64_t>& durations, size_t x, int64_t left) {
  if (x + 1 == scores.phones) {
    durations[x] = left;
    return Sum(scores, durations);
  }
  double best = -std::numeric_limits<double>::infinity();
  const auto after = static_cast<int64_t>(scores.phones - x - 1);
  for (int64_t count = 1; count <= left - after; ++count) {
    durations[x] = count;
    best = std::max(best, BestSum(scores, durations, x + 1, left - count));
  }
  return best;
}

TEST(MonotonicDurations, AreTheBestOfAllPaths) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    const Scores scores = RandomScores(4 + seed % 7, 1 + seed % 4, seed);
    const auto durations = Search(scores);
    EXPECT_EQ(std::accumulate(durations.begin(), durations.end(), int64_t{0}),
              static_cast<int64_t>(scores.frames));
    EXPECT_GE(std::ranges::min(durations), 1);
    std::vector<int64_t> tried(scores.phones);
    EXPECT_NEAR(Sum(scores, durations),
                BestSum(scores, tried, 0, static_cast<int64_t>(scores.frames)), 1e-3);
  }
}

TEST(MonotonicDurations, OfAsManyFramesAsPhonesAreOnes) {
  EXPECT_EQ(Search(RandomScores(5, 5, 1)), std::vector<int64_t>(5, 1));
  EXPECT_EQ(Search(RandomScores(1, 1, 1)), std::vector<int64_t>(1, 1));
}

TEST(MonotonicDurations, OfNothingAreZero) {
  EXPECT_EQ(Search(RandomScores(0, 3, 1)), std::vector<int64_t>(3, 0));
  EXPECT_TRUE(Search(RandomScores(3, 0, 1)).empty());
}

TEST(MonotonicDurations, RefusesAnotherNumberOfPhones) {
  Scores scores = RandomScores(4, 2, 1);
  std::vector<int64_t> durations(3);
  EXPECT_THROW(MonotonicDurations({scores.values.data(), 4, 2, scores.stride}, durations), Error);
}

}  // namespace
}  // namespace bv2::kernels
