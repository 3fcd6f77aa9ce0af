#include "check/compare.h"

#include <cmath>
#include <limits>

#include "check/glob.h"
#include "tests/support/test_support.h"

namespace bv2::check {
namespace {

Batch Values(std::vector<double> values) {
  return Batch(Array{.shape = {values.size()}, .values = std::move(values)});
}

Comparison Compare(const Json* tolerance, std::vector<double> computed,
                   std::vector<double> expected) {
  Comparison comparison(tolerance, nullptr);
  const std::vector<size_t> shape{expected.size()};
  comparison.Check("x", Values(std::move(computed)),
                   {.shape = shape, .values = std::move(expected)});
  return comparison;
}

TEST(ToleranceTest, AppliesAbsoluteAndRelativeParts) {
  const Json both = Json::Parse(R"({"atol": 0.5, "rtol": 0.25})", "test");
  EXPECT_DOUBLE_EQ(Tolerance(&both).Of("x", -4), 1.5);
  const Json each = Json::Parse(R"({"atol": {"x": 0.5}, "exact": ["*.ids"]})", "test");
  EXPECT_DOUBLE_EQ(Tolerance(&each).Of("x", 100), 0.5);
  EXPECT_DOUBLE_EQ(Tolerance(&each).Of("other", 100), 1e-4);
  EXPECT_DOUBLE_EQ(Tolerance(&each).Of("a.ids", 100), 0);
  EXPECT_DOUBLE_EQ(Tolerance(nullptr).Of("x", 1), 2e-4);
}

TEST(ComparisonTest, ReportsTheElementThatUsesUpMostTolerance) {
  const Json tolerance = Json::Parse(R"({"atol": 0.01, "rtol": 0.1})", "test");
  // 0.5 at 100 is 5 % of its tolerance, 0.02 at 1 is 18 %.
  const Comparison comparison = Compare(&tolerance, {100.5, 1.02}, {100, 1});
  ASSERT_TRUE(comparison.worst());
  EXPECT_NEAR(comparison.worst()->error, 0.02, 1e-12);
  EXPECT_FALSE(comparison.first_failure());
}

TEST(ComparisonTest, FindsWhatIsNotANumber) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(Compare(nullptr, {kNan}, {1}).first_failure());
  EXPECT_TRUE(Compare(nullptr, {1}, {kNan}).first_failure());
  EXPECT_TRUE(Compare(nullptr, {kInfinity}, {-kInfinity}).first_failure());
  EXPECT_FALSE(Compare(nullptr, {kNan, kInfinity}, {kNan, kInfinity}).first_failure());
}

TEST(ComparisonTest, RefusesOtherShapes) {
  const Comparison comparison = Compare(nullptr, {1, 2}, {1});
  ASSERT_TRUE(comparison.first_failure());
  EXPECT_EQ(comparison.first_failure()->reason, "has shape [2], the reference [1]");
}

TEST(ComparisonTest, KeepsTheFirstFailureAndTheWorst) {
  Comparison comparison(nullptr, nullptr);
  comparison.Check("a", Values({1}), {.shape = {1}, .values = {1}});
  comparison.Check("b", Values({1}), {.shape = {1}, .values = {1.5}});
  comparison.Check("c", Values({1}), {.shape = {1}, .values = {9}});
  EXPECT_EQ(comparison.first_failure()->tensor, "b");
  EXPECT_EQ(comparison.worst()->tensor, "c");
  EXPECT_EQ(comparison.count(), 3u);
}

TEST(ComparisonTest, ComparesSamplesOfLargeTensors) {
  const auto stored = [](double sample, double greatest) {
    const std::vector<float> samples{0, static_cast<float>(sample)};
    const std::vector<float> stats{6, 14, static_cast<float>(greatest), 4};
    return std::make_shared<const model::TensorFile>(
        "test", model::NamedTensors{{"x#sample", model::TensorOfFloats({2}, samples)},
                                    {"x#stats", model::TensorOfFloats({4}, stats)}});
  };
  const auto failure = [](std::shared_ptr<const model::TensorFile> file, Batch computed) {
    Comparison comparison(nullptr, std::move(file));
    comparison.Check("x", computed);
    return comparison.first_failure().has_value();
  };
  EXPECT_FALSE(failure(stored(2, 3), Values({0, 1, 2, 3})));
  EXPECT_TRUE(failure(stored(2.1, 3), Values({0, 1, 2, 3})));
  EXPECT_TRUE(failure(stored(2, 3.1), Values({0, 1, 2, 3})));
  EXPECT_TRUE(failure(stored(2, 3), Values({0, 1, 2})));
}

TEST(BatchTest, RestIsZeroOrIgnored) {
  const std::vector<float> rows{5, 6};
  for (const auto rest : {Batch::Rest::kZero, Batch::Rest::kIgnored}) {
    Batch batch({1, 1, 3}, rest);
    batch.Put(0, {rows.data(), 2, 1});
    Comparison comparison(nullptr, nullptr);
    comparison.Check("x", batch, {.shape = {1, 1, 3}, .values = {5, 6, 7}});
    EXPECT_EQ(comparison.first_failure().has_value(), rest == Batch::Rest::kZero);
  }
  Batch batch({1, 1, 3}, Batch::Rest::kZero);
  batch.Ignore(0, 1, 3);
  EXPECT_TRUE(batch.compared(0));
  EXPECT_FALSE(batch.compared(1));
  test::ExpectError(ErrorCode::kInvalidArgument, "do not fit", [&] {
    batch.Put(1, {rows.data(), 2, 1});
  });
}

TEST(MaskTest, LengthsOfBothShapes) {
  EXPECT_EQ(MaskLengths({.shape = {2, 1, 3}, .values = {1, 1, 0, 1, 1, 1}}),
            (std::vector<size_t>{2, 3}));
  EXPECT_EQ(MaskLengths({.shape = {1, 1, 2, 2}, .values = {1, 0, 0, 0}}), (std::vector<size_t>{1}));
  test::ExpectError(ErrorCode::kInvalidArgument, "holes", [] {
    MaskLengths({.shape = {1, 1, 3}, .values = {1, 0, 1}});
  });
}

TEST(GlobTest, StarsAndQuestionMarks) {
  EXPECT_TRUE(GlobMatches("*.rand_*", "seed0.rand_5"));
  EXPECT_TRUE(GlobMatches("*ab*b", "aabxbb"));
  EXPECT_TRUE(GlobMatches("a?c", "abc"));
  EXPECT_FALSE(GlobMatches("a?c", "ac"));
  EXPECT_FALSE(GlobMatches("*.rand_*", "seed0.randn_5"));
  EXPECT_FALSE(GlobMatches("", "a"));
}

TEST(GlobTest, AFilterIsAPartOrAPattern) {
  EXPECT_TRUE(FilterMatches("", "infer/a"));
  EXPECT_TRUE(FilterMatches("fer", "infer/a"));
  EXPECT_TRUE(FilterMatches("infer/*", "infer/a"));
  EXPECT_FALSE(FilterMatches("fer/*", "infer/a"));
}

}  // namespace
}  // namespace bv2::check
