#include "board/histogram.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace bv2::board {
namespace {

// Upper limits, ascending.
std::vector<double> BucketLimits() {
  std::vector<double> positive;
  for (double limit = 1e-12; limit < 1e20; limit *= 1.1) positive.push_back(limit);
  std::vector<double> limits;
  std::transform(positive.rbegin(), positive.rend(), std::back_inserter(limits),
                 [](double limit) { return -limit; });
  limits.push_back(0);
  limits.insert(limits.end(), positive.begin(), positive.end());
  return limits;
}

}  // namespace

Histogram MakeHistogram(std::span<const float> values) {
  static const std::vector<double> kLimits = BucketLimits();
  Histogram histogram;
  std::vector<double> counts(kLimits.size());
  for (const float given : values) {
    if (!std::isfinite(given)) continue;
    const double value = given;
    histogram.min = histogram.count == 0 ? value : std::min(histogram.min, value);
    histogram.max = histogram.count == 0 ? value : std::max(histogram.max, value);
    histogram.count += 1;
    histogram.sum += value;
    histogram.sum_of_squares += value * value;
    const auto bucket = std::upper_bound(kLimits.begin(), kLimits.end() - 1, value);
    counts[static_cast<size_t>(bucket - kLimits.begin())] += 1;
  }
  const auto full = [](double count) { return count > 0; };
  auto first = std::find_if(counts.begin(), counts.end(), full);
  if (first == counts.end()) return histogram;
  // The lower end of the first full bucket is the limit of the empty one before it.
  if (first != counts.begin()) --first;
  const auto last = std::find_if(counts.rbegin(), counts.rend(), full).base();
  histogram.counts.assign(first, last);
  histogram.limits.assign(kLimits.begin() + (first - counts.begin()),
                          kLimits.begin() + (last - counts.begin()));
  return histogram;
}

}  // namespace bv2::board
