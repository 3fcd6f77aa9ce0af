#include "base/memory.h"

#include "base/buffer.h"
#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(PeakMemoryTest, SeesWhatWasHeld) {
  constexpr size_t kBytes = size_t{64} << 20;
  EXPECT_GT(PeakMemoryBytes(), size_t{1} << 20);
  RestartPeakMemory();
  const size_t restarted = PeakMemoryBytes();
  { const Buffer<std::byte> held(kBytes); }
  EXPECT_GE(PeakMemoryBytes(), restarted + kBytes / 2);
}

}  // namespace
}  // namespace bv2
