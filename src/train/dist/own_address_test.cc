#include "train/dist/own_address.h"

#include <gtest/gtest.h>

namespace bv2::train {
namespace {

TEST(OwnAddress, IsTheOneThatTheOtherSideSees) {
  EXPECT_EQ(OwnAddressTowards("127.0.0.1", 29500), "127.0.0.1");
  EXPECT_TRUE(IsLoopback(OwnAddressTowards("localhost", 29500)));
}

TEST(OwnAddress, IsEmptyForAHostThatDoesNotExist) {
  EXPECT_EQ(OwnAddressTowards("no-such-host.invalid", 29500), "");
}

TEST(OwnAddress, KnowsLoopback) {
  EXPECT_TRUE(IsLoopback("127.0.1.1"));
  EXPECT_TRUE(IsLoopback("::1"));
  EXPECT_FALSE(IsLoopback("10.0.0.1"));
  EXPECT_FALSE(IsLoopback(""));
}

}  // namespace
}  // namespace bv2::train
