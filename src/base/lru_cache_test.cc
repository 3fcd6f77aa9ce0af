#include "base/lru_cache.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

using Cache = LruCache<int>;

void Keep(Cache& cache, const std::string& key, int value, size_t bytes = 100) {
  cache.Keep(key, std::make_shared<const int>(value), bytes - 2 * key.size());
}

TEST(LruCacheTest, TheLeastRecentlyUsedGoesFirst) {
  Cache cache(800);
  for (int i = 0; i < 8; ++i) Keep(cache, std::to_string(i), i);
  EXPECT_EQ(cache.bytes(), 800u);
  ASSERT_NE(cache.Find("0"), nullptr);
  Keep(cache, "8", 8);
  EXPECT_EQ(cache.bytes(), 800u);
  EXPECT_EQ(cache.Find("1"), nullptr);
  EXPECT_EQ(*cache.Find("0"), 0);
  EXPECT_EQ(*cache.Find("8"), 8);
}

TEST(LruCacheTest, WhatIsUsedOutlivesItsPlace) {
  Cache cache(800);
  Keep(cache, "a", 1);
  const auto value = cache.Find("a");
  for (int i = 0; i < 8; ++i) Keep(cache, std::to_string(i), i);
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(*value, 1);
}

TEST(LruCacheTest, KeepsNothingThatIsLargeNorAnythingTwice) {
  Cache cache(800);
  Keep(cache, "large", 1, 101);
  EXPECT_EQ(cache.Find("large"), nullptr);
  Keep(cache, "a", 1);
  Keep(cache, "a", 2);
  EXPECT_EQ(*cache.Find("a"), 1);
  EXPECT_EQ(cache.bytes(), 100u);
  Cache none(0);
  Keep(none, "a", 1);
  EXPECT_EQ(none.Find("a"), nullptr);
}

}  // namespace
}  // namespace bv2
