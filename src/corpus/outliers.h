#pragma once

#include <vector>

namespace bv2::corpus {

// How far each value lies from the middle of all, in deviations that outliers hardly move:
// (x − median) / max(1.4826 · median |x − median|, least_deviation). 1.4826 makes it the standard
// deviation of normally distributed values.
std::vector<double> RobustScores(const std::vector<double>& values, double least_deviation);

// The middle value, or the mean of the two in the middle. Of nothing it is 0.
double Median(std::vector<double> values);

}  // namespace bv2::corpus
