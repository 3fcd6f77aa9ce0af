#include "dsp/time_warp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "base/buffer.h"
#include "base/error.h"

namespace bv2::dsp {
namespace {

Matrix Column(const std::vector<float>& values) {
  Matrix result(values.size(), 1);
  for (size_t i = 0; i < values.size(); ++i) result(i, 0) = values[i];
  return result;
}

// Of a path, as WarpPath minimises it.
double Cost(const std::vector<FramePair>& path, const Matrix& a, const Matrix& b) {
  double sum = 0;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool both = i == 0 || (path[i].a != path[i - 1].a && path[i].b != path[i - 1].b);
    sum += (both ? 2 : 1) * std::abs(a(path[i].a, 0) - b(path[i].b, 0));
  }
  return sum;
}

TEST(WarpPath, OfEqualSoundsIsTheDiagonal) {
  const Matrix a = Column({1, 5, 2, 7, 7, 3});
  const std::vector<FramePair> path = WarpPath(a, a);
  ASSERT_EQ(path.size(), 6u);
  for (size_t i = 0; i < path.size(); ++i) EXPECT_EQ(path[i], (FramePair{i, i}));
}

TEST(WarpPath, FindsWhatWasStretched) {
  const std::vector<FramePair> path = WarpPath(Column({1, 5, 2, 9}), Column({1, 1, 5, 5, 5, 2, 9}));
  const std::vector<FramePair> expected = {{0, 0}, {0, 1}, {1, 2}, {1, 3}, {1, 4}, {2, 5}, {3, 6}};
  EXPECT_EQ(path, expected);
}

TEST(WarpPath, IsTheBestOfAllPaths) {
  std::mt19937 engine(3);
  std::uniform_real_distribution<float> uniform(0, 1);
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<float> first(2 + static_cast<size_t>(trial) % 4), second(5);
    for (float& value : first) value = uniform(engine);
    for (float& value : second) value = uniform(engine);
    const Matrix a = Column(first), b = Column(second);
    double best = std::numeric_limits<double>::infinity();
    std::vector<FramePair> path = {{0, 0}};
    const std::function<void()> extend = [&] {
      const FramePair at = path.back();
      if (at == FramePair{a.rows() - 1, b.rows() - 1}) best = std::min(best, Cost(path, a, b));
      for (const FramePair& next :
           {FramePair{at.a + 1, at.b + 1}, FramePair{at.a + 1, at.b}, FramePair{at.a, at.b + 1}}) {
        if (next.a >= a.rows() || next.b >= b.rows()) continue;
        path.push_back(next);
        extend();
        path.pop_back();
      }
    };
    extend();
    EXPECT_NEAR(Cost(WarpPath(a, b), a, b), best, 1e-6);
  }
}

TEST(WarpPath, TakesOneFrame) {
  EXPECT_EQ(WarpPath(Column({1}), Column({1, 2, 3})).size(), 3u);
  EXPECT_EQ(WarpPath(Column({1}), Column({2})).size(), 1u);
}

TEST(WarpPath, StaysInsideWhereNothingCanBeCompared) {
  const float none = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> sounds[] = {{none, none, none}, {1, 2}, {3, none, none, none}};
  for (size_t i = 0; i < 2; ++i) {
    const Matrix a = Column(sounds[i]), b = Column(sounds[i + 1]);
    const std::vector<FramePair> path = WarpPath(a, b);
    EXPECT_EQ(path.front(), (FramePair{0, 0}));
    EXPECT_EQ(path.back(), (FramePair{a.rows() - 1, b.rows() - 1}));
  }
}

TEST(WarpPath, ComparesAllFeatures) {
  // Equal but for the last of 20 columns, in which the sounds are shifted by a frame.
  Matrix a(5, 20), b(5, 20);
  a(1, 19) = 50;
  b(2, 19) = 50;
  const std::vector<FramePair> path = WarpPath(a, b);
  EXPECT_NE(std::ranges::find(path, FramePair{1, 2}), path.end());
}

TEST(WarpPath, RefusesWhatCannotBeCompared) {
  const Matrix a(3, 2), b(3, 1);
  EXPECT_THROW(WarpPath(a, b), Error);
  EXPECT_THROW(WarpPath(a, Matrix(0, 2)), Error);
}

}  // namespace
}  // namespace bv2::dsp
