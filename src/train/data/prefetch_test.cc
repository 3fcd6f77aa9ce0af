#include "train/data/prefetch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

namespace bv2::train {
namespace {

TEST(Prefetch, HandsOutItemsInOrderWhateverTheyTake) {
  const auto make = [](size_t i) {
    std::this_thread::sleep_for(std::chrono::microseconds(i % 3 == 0 ? 500 : 10));
    return std::make_unique<size_t>(i);
  };
  Prefetch<std::unique_ptr<size_t>> items(100, make, {.threads = 4, .ahead = 3});
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ(**items.Next(), i);
  EXPECT_FALSE(items.Next().has_value());
  EXPECT_FALSE(items.Next().has_value());
}

TEST(Prefetch, StaysAFewAhead) {
  std::atomic<size_t> made = 0;
  Prefetch<size_t> items(100, [&](size_t i) { return ++made, i; }, {.threads = 4, .ahead = 3});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(made, 3u);
  items.Next();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(made, 4u);
}

TEST(Prefetch, AnItemsErrorComesInItsPlace) {
  const auto make = [](size_t i) {
    if (i == 2) throw std::runtime_error("broken");
    return i;
  };
  Prefetch<size_t> items(4, make, {.threads = 2, .ahead = 4});
  EXPECT_EQ(items.Next(), 0u);
  EXPECT_EQ(items.Next(), 1u);
  EXPECT_THROW(items.Next(), std::runtime_error);
  EXPECT_EQ(items.Next(), 3u);
}

TEST(Prefetch, MayBeLeftEarly) {
  Prefetch<size_t> items(1000, [](size_t i) { return i; }, {.threads = 2, .ahead = 2});
  EXPECT_EQ(items.Next(), 0u);
}

TEST(Prefetch, NothingToMake) {
  Prefetch<size_t> items(0, [](size_t i) { return i; }, {});
  EXPECT_FALSE(items.Next().has_value());
}

}  // namespace
}  // namespace bv2::train
