#include "kernels/peak_probe.h"

#include <gtest/gtest.h>

namespace bv2::kernels {
namespace {

TEST(PeakProbeTest, ReportsAPlausibleRate) {
  const double one = PeakGflops(1);
  EXPECT_GT(one, 0.1);
  EXPECT_LT(one, 2000.0);
  EXPECT_GT(PeakGflops(2), one);
}

}  // namespace
}  // namespace bv2::kernels
