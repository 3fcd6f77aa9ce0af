#include "kernels/attention.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

struct Case {
  size_t rows = 5, heads = 2, channels = 12;
  bool relative = true;
};

constexpr ptrdiff_t kWindow = 4;

// All inputs of one case and the kernel's output.
struct Computed {
  Computed(const Case& c, const ThreadPool& pool)
      : q(values.Wide(c.rows, c.heads * c.channels)),
        k(values.Wide(c.rows, c.heads * c.channels)),
        v(values.Wide(c.rows, c.heads * c.channels)),
        y(values.Wide(c.rows, c.heads * c.channels)),
        key(values.Wide(2 * kWindow + 1, c.channels)),
        value(values.Wide(2 * kWindow + 1, c.channels)) {
    Arena arena;
    RelativePositions relative;
    if (c.relative) relative = {.key = key.view(), .value = value.view()};
    Attention(q.view(), k.view(), v.view(), c.heads, relative, y.view(), {pool, arena});
    TestValues::ExpectCanaries(y);
  }
  TestValues values;
  TestValues::Strided q, k, v, y, key, value;
};

// One output row of one head, straight from the definition.
std::vector<double> Expected(Computed& run, const Case& c, size_t head, size_t t) {
  const size_t first = head * c.channels;
  const auto distance = [&](size_t s) {
    return static_cast<ptrdiff_t>(s) - static_cast<ptrdiff_t>(t);
  };
  const auto inside = [&](size_t s) { return c.relative && std::abs(distance(s)) <= kWindow; };
  std::vector<double> weights(c.rows);
  double total = 0.0;
  for (size_t s = 0; s < c.rows; ++s) {
    double score = 0.0;
    for (size_t i = 0; i < c.channels; ++i) {
      double key = run.k.view()(s, first + i);
      if (inside(s)) key += run.key.view()(static_cast<size_t>(distance(s) + kWindow), i);
      score += run.q.view()(t, first + i) * key;
    }
    weights[s] = std::exp(score / std::sqrt(static_cast<double>(c.channels)));
    total += weights[s];
  }
  std::vector<double> y(c.channels, 0.0);
  for (size_t s = 0; s < c.rows; ++s) {
    for (size_t i = 0; i < c.channels; ++i) {
      double value = run.v.view()(s, first + i);
      if (inside(s)) value += run.value.view()(static_cast<size_t>(distance(s) + kWindow), i);
      y[i] += weights[s] / total * value;
    }
  }
  return y;
}

void Check(const Case& c) {
  SCOPED_TRACE(fmt::format("rows {} heads {} channels {} relative {}", c.rows, c.heads, c.channels,
                           c.relative));
  Computed run(c, ThreadPool(1));
  for (size_t head = 0; head < c.heads; ++head) {
    for (size_t t = 0; t < c.rows; ++t) {
      const std::vector<double> expected = Expected(run, c, head, t);
      for (size_t i = 0; i < c.channels; ++i) {
        ASSERT_NEAR(run.y.view()(t, head * c.channels + i), expected[i], 2e-6)
            << "head " << head << " row " << t << " channel " << i;
      }
    }
  }
}

TEST(AttentionTest, AllShapes) {
  ForEveryTarget([] {
    for (const size_t channels : {1, 4, 12, 64, 96}) {
      for (const size_t rows : {1, 2, 3, 4, 5, 8, 9, 10, 33, 95}) {
        for (const bool relative : {false, true}) {
          Check({.rows = rows, .heads = 3, .channels = channels, .relative = relative});
        }
      }
    }
  });
}

// Several blocks of keys, the window across their borders.
TEST(AttentionTest, LongSequences) {
  ForEveryTarget([] {
    for (const size_t rows : {255, 256, 257, 300, 512, 530, 777})
      Check({.rows = rows, .heads = 1, .channels = 8, .relative = true});
    Check({.rows = 700, .heads = 2, .channels = 64, .relative = false});
  });
}

// Scores that grow from block to block shrink what was summed before, and the other way round.
TEST(AttentionTest, LargeScoresInAnyBlock) {
  constexpr size_t kRows = 600;
  for (const size_t peak : {5, 300, 599}) {
    Matrix q(kRows, 1), k(kRows, 1), v(kRows, 1), y(kRows, 1);
    for (size_t t = 0; t < kRows; ++t) {
      q(t, 0) = 1;
      k(t, 0) = t == peak ? 200.0f : -200.0f + static_cast<float>(t) / 10;
      v(t, 0) = static_cast<float>(t);
    }
    Arena arena;
    const ThreadPool pool(1);
    Attention(q, k, v, 1, {}, y, {pool, arena});
    for (const size_t t : {size_t{0}, kRows - 1})
      EXPECT_FLOAT_EQ(y(t, 0), static_cast<float>(peak));
  }
}

TEST(AttentionTest, ThreadsDoNotChangeTheResult) {
  const Case c{.rows = 350, .heads = 2, .channels = 96};
  const Computed serial(c, ThreadPool(1));
  const Computed parallel(c, ThreadPool(3));
  EXPECT_EQ(serial.y.storage, parallel.y.storage);
}

TEST(AttentionTest, LargeScoresDoNotOverflow) {
  Matrix q(3, 4);
  Matrix v(3, 4);
  Matrix y(3, 4);
  for (size_t t = 0; t < 3; ++t) {
    for (size_t i = 0; i < 4; ++i) {
      q(t, i) = 100.0f * static_cast<float>(t);
      v(t, i) = static_cast<float>(t);
    }
  }
  Arena arena;
  const ThreadPool pool(1);
  Attention(q, q, v, 1, {}, y, {pool, arena});
  EXPECT_FLOAT_EQ(y(0, 0), 1.0f);  // all scores equal
  EXPECT_FLOAT_EQ(y(2, 3), 2.0f);  // all weight on the last
}

TEST(AttentionTest, ReturnsItsMemory) {
  Arena arena;
  const ThreadPool pool(1);
  Matrix x(20, 8);
  Matrix y(20, 8);
  Attention(x, x, x, 2, {}, y, {pool, arena});
  const size_t held = arena.capacity_bytes();
  for (int i = 0; i < 5; ++i) Attention(x, x, x, 2, {}, y, {pool, arena});
  EXPECT_EQ(arena.capacity_bytes(), held);
}

TEST(AttentionTest, RejectsMismatchedShapes) {
  Arena arena;
  const ThreadPool pool(1);
  Matrix x(3, 4);
  Matrix y(3, 4);
  Matrix odd(3, 5);
  const Context context{pool, arena};
  test::ExpectError(ErrorCode::kInvalidArgument, "heads",
                    [&] { Attention(x, x, x, 3, {}, y, context); });
  test::ExpectError(ErrorCode::kInvalidArgument, "keys",
                    [&] { Attention(x, odd, x, 2, {}, y, context); });
  test::ExpectError(ErrorCode::kInvalidArgument, "output",
                    [&] { Attention(x, x, x, 2, {}, odd, context); });
  test::ExpectError(ErrorCode::kInvalidArgument, "relative positions",
                    [&] { Attention(x, x, x, 2, {.key = x, .value = x}, y, context); });
}

}  // namespace
}  // namespace bv2::kernels
