#include "server/audio_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace bv2::server {
namespace {

std::shared_ptr<const Take> TakeOf(size_t samples, uint64_t seed = 0) {
  return std::make_shared<const Take>(
      Take{.seed = seed, .sample_rate = 16000, .all = {.samples = std::vector<float>(samples)}});
}

constexpr size_t kSamples = 1000;
const size_t kEntry = TakeOf(kSamples)->bytes() + 2;  // with a key of one character, held twice

TEST(AudioCacheTest, GivesWhatWasKept) {
  AudioCache cache(1 << 20);
  EXPECT_EQ(cache.Find("a"), nullptr);
  const auto take = TakeOf(kSamples, 7);
  cache.Keep("a", take);
  EXPECT_EQ(cache.Find("a"), take);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_EQ(cache.bytes(), kEntry);
}

TEST(AudioCacheTest, ForgetsWhatWasUsedLeastLately) {
  AudioCache cache(8 * kEntry);
  for (const char* key : {"1", "2", "3", "4", "5", "6", "7", "8"})
    cache.Keep(key, TakeOf(kSamples));
  EXPECT_EQ(cache.bytes(), 8 * kEntry);
  EXPECT_NE(cache.Find("1"), nullptr);  // now the latest
  cache.Keep("9", TakeOf(kSamples));
  EXPECT_EQ(cache.bytes(), 8 * kEntry);
  EXPECT_EQ(cache.Find("2"), nullptr);
  for (const char* key : {"1", "3", "4", "5", "6", "7", "8", "9"})
    EXPECT_NE(cache.Find(key), nullptr) << key;
}

TEST(AudioCacheTest, ManySmallOnesGiveWayToALargeOne) {
  AudioCache cache(80 * kEntry);
  for (int i = 0; i < 80; ++i)
    cache.Keep(std::string(1, static_cast<char>('0' + i)), TakeOf(kSamples));
  cache.Keep("x", TakeOf(9 * kSamples));
  EXPECT_NE(cache.Find("x"), nullptr);
  EXPECT_LE(cache.bytes(), 80 * kEntry);
  EXPECT_GE(cache.bytes(), 79 * kEntry);
}

TEST(AudioCacheTest, WhatIsTooLargeIsNotKept) {
  AudioCache cache(8 * kEntry);
  cache.Keep("a", TakeOf(kSamples));
  cache.Keep("b", TakeOf(kSamples + 1));
  EXPECT_FALSE(cache.Holds(kEntry + 1));
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr) << "nothing had to go for it";
}

TEST(AudioCacheTest, TheTimingsOfATakeCount) {
  Take take{.sample_rate = 16000};
  const size_t without = take.bytes();
  take.all.pieces.resize(1);
  take.all.pieces[0].phones.resize(100);
  EXPECT_GE(take.bytes(), without + 100 * sizeof(take.all.pieces[0].phones[0]));
}

TEST(AudioCacheTest, KeepsNothingTwiceAndTheFirstOfTwo) {
  AudioCache cache(1 << 20);
  const auto first = TakeOf(kSamples);
  cache.Keep("a", first);
  cache.Keep("a", TakeOf(kSamples));
  EXPECT_EQ(cache.Find("a"), first);
  EXPECT_EQ(cache.bytes(), kEntry);
}

TEST(AudioCacheTest, WithoutCapacityItIsOff) {
  AudioCache cache(0);
  cache.Keep("a", TakeOf(0));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(AudioCacheTest, ATakeThatIsPlayedOutlivesItsPlace) {
  AudioCache cache(8 * kEntry);
  cache.Keep("a", TakeOf(kSamples, 5));
  const auto playing = cache.Find("a");
  for (const char* key : {"1", "2", "3", "4", "5", "6", "7", "8"})
    cache.Keep(key, TakeOf(kSamples));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(playing->seed, 5u);
}

TEST(AudioCacheTest, ManyThreadsGetTheirOwn) {
  AudioCache cache(100 * kEntry);
  std::atomic<size_t> wrong = 0;
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (uint64_t i = 0; i < 500; ++i) {
        const uint64_t seed = (i * 7 + t) % 150;
        const std::string key = std::to_string(seed);
        const auto kept = cache.Find(key);
        if (kept == nullptr)
          cache.Keep(key, TakeOf(kSamples, seed));
        else if (kept->seed != seed)
          ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0u);
  EXPECT_LE(cache.bytes(), 100 * kEntry);
}

}  // namespace
}  // namespace bv2::server
