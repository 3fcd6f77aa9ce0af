#include "corpus/outliers.h"

#include <algorithm>
#include <cmath>

namespace bv2::corpus {

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::vector<double> RobustScores(const std::vector<double>& values, double least_deviation) {
  const double median = Median(values);
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double value : values) distances.push_back(std::abs(value - median));
  const double deviation = std::max(1.4826 * Median(distances), least_deviation);
  std::vector<double> scores;
  scores.reserve(values.size());
  for (const double value : values) scores.push_back((value - median) / deviation);
  return scores;
}

}  // namespace bv2::corpus
