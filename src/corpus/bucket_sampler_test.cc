#include "corpus/bucket_sampler.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

using testing::ElementsAre;

// The batches of the original are compared in the golden case `sampler`.

TEST(BucketSampler, LeavesOutWhatNoBucketTakesAndRepeatsWhatIsMissing) {
  const std::vector<int64_t> lengths = {4, 5, 20, 21, 60, 61};
  const BucketSampler sampler(lengths,
                              {.batch_size = 3, .boundaries = {4, 20, 40, 60}, .shuffle = false});
  EXPECT_THAT(sampler.buckets(), ElementsAre(ElementsAre(1, 2), ElementsAre(3), ElementsAre(4)));
  EXPECT_EQ(sampler.batches(), 3u);
  EXPECT_THAT(sampler.Epoch(0),
              ElementsAre(ElementsAre(1, 2, 1), ElementsAre(3, 3, 3), ElementsAre(4, 4, 4)));
}

TEST(BucketSampler, ProcessesShareAnEpoch) {
  const std::vector<int64_t> lengths = {1, 2, 3, 4, 5, 6, 7};
  std::vector<size_t> all;
  for (const size_t rank : {0, 1}) {
    const BucketSampler sampler(
        lengths, {.batch_size = 2, .boundaries = {0, 9}, .replicas = 2, .rank = rank});
    EXPECT_EQ(sampler.Epoch(3), sampler.Epoch(3));
    EXPECT_NE(sampler.Epoch(3), sampler.Epoch(4));
    for (const auto& batch : sampler.Epoch(3)) all.insert(all.end(), batch.begin(), batch.end());
  }
  EXPECT_EQ(all.size(), 8u);
  for (size_t i = 0; i < lengths.size(); ++i) EXPECT_THAT(all, testing::Contains(i));
}

TEST(BucketSampler, AnEmptyBucketGoesWithItsUpperBoundary) {
  const std::vector<int64_t> lengths = {450};
  const BucketSampler sampler(lengths, {.boundaries = {32, 300, 400, 500}});
  EXPECT_THAT(sampler.boundaries(), ElementsAre(32, 500));
  EXPECT_EQ(sampler.Epoch(0).size(), 1u);
  EXPECT_TRUE(BucketSampler({}, {}).Epoch(0).empty());
}

TEST(BucketSampler, RefusesWhatMakesNoSense) {
  const auto refuse = [](const char* fragment, const BucketOptions& options) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment, [&] { BucketSampler({}, options); });
  };
  refuse("boundaries", {.boundaries = {32}});
  refuse("rising order", {.boundaries = {32, 20}});
  refuse("no utterances", {.batch_size = 0});
  refuse("rank 2 of 2", {.replicas = 2, .rank = 2});
}

}  // namespace
}  // namespace bv2::corpus
