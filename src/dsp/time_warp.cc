#include "dsp/time_warp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/check.h"

namespace bv2::dsp {
namespace {

enum Step : uint8_t { kBoth, kOnlyA, kOnlyB };

constexpr size_t kMostPairs = size_t{1} << 31;

// Mean |difference|, in lanes that vectors can hold.
float Distance(std::span<const float> a, std::span<const float> b) {
  constexpr size_t kLanes = 16;
  float lanes[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= a.size(); i += kLanes)
    for (size_t k = 0; k < kLanes; ++k) lanes[k] += std::abs(a[i + k] - b[i + k]);
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  for (; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<float>(a.size());
}

}  // namespace

std::vector<FramePair> WarpPath(View<const float> a, View<const float> b) {
  const size_t rows = a.rows(), columns = b.rows();
  BV2_CHECK(rows > 0 && columns > 0 && a.cols() == b.cols() && a.cols() > 0,
            "{} frames of {} features cannot be warped onto {} of {}", rows, a.cols(), columns,
            b.cols());
  if (columns > kMostPairs / rows)
    Fail(ErrorCode::kOutOfRange, "sounds of {} and {} frames are too long to be compared", rows,
         columns);
  std::vector<Step> steps(rows * columns);
  std::vector<double> last(columns, std::numeric_limits<double>::infinity()), sums(columns);
  for (size_t i = 0; i < rows; ++i) {
    for (size_t j = 0; j < columns; ++j) {
      const double distance = Distance(a[i], b[j]);
      const double infinity = std::numeric_limits<double>::infinity();
      const double both = i + j == 0 ? 0 : i > 0 && j > 0 ? last[j - 1] : infinity;
      const double only_a = i > 0 ? last[j] : infinity;
      const double only_b = j > 0 ? sums[j - 1] : infinity;
      sums[j] = both + 2 * distance;
      // Where a distance is not a number, no comparison holds; the path must stay inside, too.
      Step& step = steps[i * columns + j] = i == 0 ? kOnlyB : j == 0 ? kOnlyA : kBoth;
      if (only_a + distance < sums[j]) sums[j] = only_a + distance, step = kOnlyA;
      if (only_b + distance < sums[j]) sums[j] = only_b + distance, step = kOnlyB;
    }
    std::swap(last, sums);
  }
  std::vector<FramePair> path = {{rows - 1, columns - 1}};
  while (path.back() != FramePair{0, 0}) {
    FramePair pair = path.back();
    const Step step = steps[pair.a * columns + pair.b];
    if (step != kOnlyB) --pair.a;
    if (step != kOnlyA) --pair.b;
    path.push_back(pair);
  }
  std::ranges::reverse(path);
  return path;
}

}  // namespace bv2::dsp
