#pragma once

#include <string>
#include <vector>

namespace bv2::plot {

// The marks of an axis.
struct Ticks {
  std::vector<double> values;       // ascending
  std::vector<std::string> labels;  // one a value
  std::vector<double> minor;        // marks without a label, on a logarithmic axis
  std::string factor;               // what the labels are to be multiplied by, such as "1e−5"
};

// At most `most` round numbers in [low, high], at distances of 1, 2, 2.5 or 5 times a power of ten;
// with `whole`, integers. Needs low < high, both finite.
Ticks LinearTicks(double low, double high, int most, bool whole = false);

// Powers of ten in [low, high], every second, third, … if there are more than `most`; with fewer
// than two powers in the range also their multiples. Needs 0 < low < high.
Ticks LogTicks(double low, double high, int most);

}  // namespace bv2::plot
