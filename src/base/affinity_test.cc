#include "base/affinity.h"

#include <sched.h>

#include <thread>

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(AffinityTest, ParsesLists) {
  EXPECT_THAT(ParseCores("0"), testing::ElementsAre(0));
  EXPECT_THAT(ParseCores("8,0-3,2"), testing::ElementsAre(0, 1, 2, 3, 8));
  for (const char* list : {"", "a", "1,", "-1", "1-", "0-99999", "1 2"})
    test::ExpectError(ErrorCode::kInvalidArgument, "is not a list of cores",
                      [&] { ParseCores(list); });
  test::ExpectError(ErrorCode::kInvalidArgument, "3 comes after 1", [] { ParseCores("3-1"); });
}

TEST(AffinityTest, HoldsForThreadsThatFollow) {
  int used = -1;
  std::thread([&] {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    ::sched_getaffinity(0, sizeof(allowed), &allowed);
    int last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &allowed)) --last;
    UseCores({last});
    std::thread([&] { used = ::sched_getcpu(); }).join();
    EXPECT_EQ(used, last);
  }).join();
  test::ExpectError(ErrorCode::kInvalidArgument, "core 1023 is not there",
                    [] { UseCores({1023}); });
}

}  // namespace
}  // namespace bv2
