#include "eval/measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "base/error.h"

namespace bv2::eval {
namespace {

DurationError ErrorOf(std::vector<int> found, std::vector<int> predicted, bool blanks) {
  return DurationError(found, predicted, blanks, 0.01);
}

TEST(DurationError, IsTheMeanOverPhones) {
  const DurationError error = ErrorOf({4, 6, 10}, {5, 3, 10}, false);
  EXPECT_EQ(error.phones(), 3u);
  EXPECT_NEAR(error.seconds(), 0.04 / 3, 1e-12);
  EXPECT_NEAR(error.relative(), 4.0 / 20, 1e-12);
}

TEST(DurationError, CountsBlanksToThePhoneBefore) {
  // Where between a phone and its blank the boundary lies makes no difference.
  EXPECT_EQ(ErrorOf({1, 4, 2, 3, 3}, {0, 5, 2, 5, 1}, true).seconds(), 0);
  const DurationError error = ErrorOf({1, 4, 2, 3, 3}, {1, 4, 2, 2, 1}, true);
  EXPECT_EQ(error.phones(), 2u);
  EXPECT_NEAR(error.seconds(), 0.03 / 2, 1e-12);
}

TEST(DurationError, OfNothingIsNotANumber) {
  EXPECT_TRUE(std::isnan(DurationError().seconds()));
  EXPECT_TRUE(std::isnan(DurationError().relative()));
}

TEST(DurationError, RefusesWhatDoesNotBelongTogether) {
  EXPECT_THROW(ErrorOf({1, 2}, {1}, false), Error);
  EXPECT_THROW(ErrorOf({1, 2}, {1, 2}, true), Error);
}

TEST(Measures, AddUpOverUtterances) {
  Measures sum;
  sum += {.utterances = 1,
          .recorded_seconds = 2,
          .spoken_seconds = 3,
          .spoken_of_seconds = 2,
          .durations = ErrorOf({4}, {6}, false),
          .divergence = 10,
          .divergence_frames = 5};
  sum += {.utterances = 1,
          .recorded_seconds = 4,
          .divergence = 20,
          .divergence_frames = 5,
          .unspoken = 1};
  EXPECT_EQ(sum.utterances, 2u);
  EXPECT_EQ(sum.unspoken, 1u);
  EXPECT_EQ(sum.recorded_seconds, 6);
  const std::span<const Figure> figures = FiguresOf(Group::kRhythm);
  const auto value = [&](std::string_view key) {
    for (const Figure& figure : figures)
      if (figure.key == key) return figure.value(sum);
    ADD_FAILURE() << "no figure " << key;
    return 0.0;
  };
  EXPECT_NEAR(value("error_ms"), 20, 1e-9);
  EXPECT_NEAR(value("relative_error"), 0.5, 1e-12);
  EXPECT_NEAR(value("length_ratio"), 1.5, 1e-12);  // of what could be spoken
  EXPECT_NEAR(value("kl"), 3, 1e-12);
}

TEST(Figures, HaveNamesOfTheirOwn) {
  for (const Group group : {Group::kCopied, Group::kTimed, Group::kSpoken, Group::kRhythm}) {
    std::set<std::string> keys;
    for (const Figure& figure : FiguresOf(group)) {
      EXPECT_TRUE(keys.insert(figure.key).second) << figure.key;
      EXPECT_TRUE(std::isnan(figure.value(Measures{}))) << figure.key;
    }
  }
}

}  // namespace
}  // namespace bv2::eval
