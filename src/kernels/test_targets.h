#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "hwy/highway.h"
#include "hwy/targets.h"

namespace bv2::kernels {

// Runs `check` once for every instruction set that was compiled and that this machine has.
template <typename Check>
void ForEveryTarget(Check check) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    SCOPED_TRACE(hwy::TargetName(target));
    check();
    hwy::SetSupportedTargetsForTest(0);
    if (testing::Test::HasFailure()) break;
  }
  hwy::GetChosenTarget().DeInit();
}

// Values for tests: uniform in [-1, 1), always the same sequence.
class TestValues {
 public:
  void Fill(std::span<float> values) {
    for (float& value : values) value = distribution_(engine_);
  }
  std::vector<float> Vector(size_t size) {
    std::vector<float> values(size);
    Fill(values);
    return values;
  }
  // The columns outside [0, cols) of the rows are canaries: see ExpectCanaries.
  struct Strided {
    std::vector<float> storage;
    size_t rows, cols;
    View<float> view() { return {storage.data(), rows, cols, cols + kGap}; }
  };
  Strided Wide(size_t rows, size_t cols) {
    Strided matrix{std::vector<float>(rows == 0 ? 0 : rows * (cols + kGap) - kGap, kCanary), rows,
                   cols};
    for (size_t r = 0; r < rows; ++r) Fill(matrix.view()[r]);
    return matrix;
  }
  static void ExpectCanaries(Strided& matrix) {
    for (size_t r = 0; r + 1 < matrix.rows; ++r) {
      for (size_t c = 0; c < kGap; ++c) {
        ASSERT_EQ(matrix.view().row(r)[matrix.cols + c], kCanary) << "row " << r;
      }
    }
  }

 private:
  static constexpr size_t kGap = 3;
  static constexpr float kCanary = 1e30f;
  std::mt19937 engine_{1234};
  std::uniform_real_distribution<float> distribution_{-1.0f, 1.0f};
};

}  // namespace bv2::kernels
