#include "torch_runtime/compute.h"

#include <gtest/gtest.h>

#include "tests/support/test_support.h"

namespace bv2::torch_runtime {
namespace {

void ExpectRefused(ErrorCode code, const char* message, const EngineOptions& options) {
  test::ExpectError(code, message, [&] { Compute{options}; });
}

TEST(ComputeTest, KnowsDevicesAndPrecisions) {
  EXPECT_TRUE(Compute({.device = "torch"}).device().is_cpu());
  EXPECT_EQ(Compute({.device = "torch", .precision = "bf16"}).type(), torch::kBFloat16);
  for (const char* device : {"", "gpu", "cuda:", "cuda:x", "cuda:0x", "cuda:-1", "cuda1"})
    ExpectRefused(ErrorCode::kInvalidArgument, "is no device", {.device = device});
  ExpectRefused(ErrorCode::kInvalidArgument, "'half' is no precision",
                {.device = "torch", .precision = "half"});
  for (const char* precision : {"fp16", "tf32"})
    ExpectRefused(ErrorCode::kUnsupported, "needs a GPU",
                  {.device = "torch", .precision = precision});
}

TEST(ComputeTest, SaysWhichGpuIsMissing) {
  if (torch::cuda::is_available())
    ExpectRefused(ErrorCode::kUnsupported, "device 'cuda:99': there are", {.device = "cuda:99"});
  else
    ExpectRefused(ErrorCode::kUnsupported, "device 'cuda:1': LibTorch", {.device = "cuda:1"});
}

TEST(ComputeTest, RunsWithoutGradientsAndTranslatesErrors) {
  const Compute compute({.device = "torch"});
  const torch::Tensor weight = torch::ones({2}).requires_grad_();
  EXPECT_FALSE(compute.Run([&] { return weight * 2; }).requires_grad());
  test::ExpectError(ErrorCode::kInternal,
                    "LibTorch: ", [&] { compute.Run([&] { return weight + torch::ones({3}); }); });
}

}  // namespace
}  // namespace bv2::torch_runtime
