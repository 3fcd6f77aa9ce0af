#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::corpus {

// What a histogram shows of values; the axis is cut into bins of a round width.
struct Histogram {
  double first = 0;  // where the first bin begins
  double width = 1;
  std::vector<size_t> counts;
};

// About `bins` bins that hold all finite values. Nothing gives no bins.
Histogram Bin(const std::vector<double>& values, size_t bins);

// An inline picture, coloured by the page's style: classes bar, axis, label.
std::string HistogramSvg(const Histogram& histogram, std::string_view title, std::string_view unit);

}  // namespace bv2::corpus
