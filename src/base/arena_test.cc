#include "base/arena.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(ArenaTest, ScopesGiveMemoryBack) {
  Arena arena;
  float* first = nullptr;
  {
    const Arena::Scope scope(arena);
    first = arena.Floats(100).data();
  }
  const Arena::Scope scope(arena);
  EXPECT_EQ(arena.Floats(100).data(), first);
}

TEST(ArenaTest, NeverMovesLiveMemory) {
  Arena arena;
  const Arena::Scope scope(arena);
  const auto small = arena.Floats(10);
  small[0] = 42;
  arena.Floats(10'000'000);
  EXPECT_EQ(small[0], 42);
}

TEST(ArenaTest, StopsGrowingAfterTheFirstUtterance) {
  Arena arena;
  const auto utterance = [&] {
    const Arena::Scope scope(arena);
    for (int i = 0; i < 20; ++i) arena.Matrix(1000, 192);
  };
  utterance();
  const size_t after_first = arena.capacity_bytes();
  for (int i = 0; i < 100; ++i) utterance();
  EXPECT_EQ(arena.capacity_bytes(), after_first);
}

TEST(ArenaTest, AlignsEverything) {
  Arena arena;
  const Arena::Scope scope(arena);
  for (size_t n : {1, 3, 17}) {
    const auto address = reinterpret_cast<uintptr_t>(arena.Floats(n).data());
    EXPECT_EQ(address % kAlignment, 0u);
  }
}

}  // namespace
}  // namespace bv2
