#include "kernels/spline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

constexpr size_t kBins = 10;

// Cases recorded from the Python original.
class SplineReferenceTest : public testing::TestWithParam<const char*> {};

TEST_P(SplineReferenceTest, MatchesTheOriginal) {
  const std::string name = GetParam();
  std::ifstream file(test::TestData("spline/" + name + ".txt"));
  ASSERT_TRUE(file);
  const SplineOptions options{.inverse = name.ends_with("inv"),
                              .linear_tails = name.starts_with("linear")};
  const size_t slopes = options.linear_tails ? kBins - 1 : kBins + 1;
  std::string line;
  size_t lines = 0;
  for (std::getline(file, line); std::getline(file, line); ++lines) {
    std::istringstream text(line);
    std::vector<float> values(3 + 2 * kBins + slopes);
    for (float& value : values) ASSERT_TRUE(text >> value);
    const float* numbers = values.data();
    float y = 0.0f;
    float logabsdet = 0.0f;
    RationalQuadraticSpline({numbers, 1}, {numbers + 1, 1, kBins}, {numbers + 1 + kBins, 1, kBins},
                            {numbers + 1 + 2 * kBins, 1, slopes}, options, {&y, 1},
                            {&logabsdet, 1});
    const float* expected = numbers + 1 + 2 * kBins + slopes;
    EXPECT_NEAR(y, expected[0], 1e-6 + 1e-6 * std::abs(expected[0])) << "line " << lines;
    EXPECT_NEAR(logabsdet, expected[1], 1e-5 + 1e-5 * std::abs(expected[1])) << "line " << lines;
  }
  EXPECT_EQ(lines, 24u);
}

INSTANTIATE_TEST_SUITE_P(Recorded, SplineReferenceTest,
                         testing::Values("linear_edges_fwd", "linear_edges_inv",
                                         "linear_random_fwd", "linear_random_inv",
                                         "linear_tails_fwd", "linear_tails_inv", "unit_edges_fwd",
                                         "unit_edges_inv", "unit_random_fwd", "unit_random_inv"));

struct Spline {
  explicit Spline(size_t count, bool tails) : w(count, kBins), h(count, kBins), d(count, 0) {
    d = Matrix(count, tails ? kBins - 1 : kBins + 1);
    TestValues values;
    for (Matrix* matrix : {&w, &h, &d}) {
      for (size_t i = 0; i < count; ++i) values.Fill(matrix->view()[i]);
    }
  }
  Matrix w, h, d;
};

TEST(SplineTest, InverseUndoesForward) {
  constexpr size_t kCount = 61;
  for (const bool tails : {true, false}) {
    const Spline spline(kCount, tails);
    std::vector<float> x(kCount), y(kCount), back(kCount), up(kCount), down(kCount);
    for (size_t i = 0; i < kCount; ++i) {
      const float share = static_cast<float>(i) / (kCount - 1);
      x[i] = tails ? 14.0f * share - 7.0f : share;
    }
    RationalQuadraticSpline(x, spline.w, spline.h, spline.d, {.linear_tails = tails}, y, up);
    RationalQuadraticSpline(y, spline.w, spline.h, spline.d,
                            {.inverse = true, .linear_tails = tails}, back, down);
    for (size_t i = 0; i < kCount; ++i) {
      EXPECT_NEAR(back[i], x[i], 2e-5) << i;
      EXPECT_NEAR(up[i], -down[i], 1e-4) << i;
    }
  }
}

TEST(SplineTest, WithoutLogabsdet) {
  const Spline spline(1, true);
  const float x = 0.5f;
  float y = 0.0f;
  RationalQuadraticSpline({&x, 1}, spline.w, spline.h, spline.d, {}, {&y, 1}, {});
  EXPECT_NE(y, 0.0f);
}

TEST(SplineTest, RejectsValuesOutsideTheUnitInterval) {
  const Spline spline(1, false);
  for (const float x : {-0.01f, 1.01f, std::nanf("")}) {
    float y = 0.0f;
    test::ExpectError(ErrorCode::kInvalidArgument, "domain", [&] {
      RationalQuadraticSpline({&x, 1}, spline.w, spline.h, spline.d, {.linear_tails = false},
                              {&y, 1}, {});
    });
  }
}

TEST(SplineTest, RejectsMismatchedShapes) {
  const Spline spline(2, true);
  const float x[2] = {0.0f, 0.0f};
  float y[2];
  test::ExpectError(ErrorCode::kInvalidArgument, "spline of 2 values", [&] {
    RationalQuadraticSpline(x, spline.w, spline.h, spline.d, {.linear_tails = false}, y, {});
  });
}

}  // namespace
}  // namespace bv2::kernels
