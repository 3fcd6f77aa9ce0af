#include "plot/ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace bv2::plot {
namespace {

constexpr double kSlack = 1e-9;  // of a step: a bound hit by rounding only counts as within

// With a typographic minus, as wide as a digit.
std::string Label(const std::string& number) {
  const bool zero = number.find_first_of("123456789") == std::string::npos;
  if (number.starts_with('-')) return (zero ? "" : "−") + number.substr(1);
  return number;
}

std::string PowerLabel(int exponent) {
  return fmt::format("1e{}{}", exponent < 0 ? "−" : "", std::abs(exponent));
}

double RoundStep(double at_least, bool whole) {
  const double power = std::pow(10, std::floor(std::log10(at_least)));
  for (const double digit : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    const double step = digit * power;
    if (whole && step != std::floor(step)) continue;
    if (step >= at_least * (1 - kSlack)) return step;
  }
  return 1;  // whole numbers, and the power is below 0.1
}

// Digits after the point that multiples of `step` need.
int Decimals(double step) {
  int decimals = 0;
  while (decimals < 15 && std::abs(step - std::round(step)) > 1e-6 * step) step *= 10, ++decimals;
  return decimals;
}

// Numbers of few digits are written out.
std::string PlainNumber(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(value) + kSlack));
  if (exponent >= -4 && exponent < 6) return fmt::format("{:.{}f}", value, std::max(0, -exponent));
  const double digit = value / std::pow(10, exponent);
  return fmt::format("{:.0f}", digit) + PowerLabel(exponent).substr(1);
}

}  // namespace

Ticks LinearTicks(double low, double high, int most, bool whole) {
  BV2_CHECK(std::isfinite(high - low) && low < high && most > 0, "no ticks lie from {} to {}", low,
            high);
  const double step = RoundStep((high - low) / most, whole);
  Ticks ticks;
  const double first = std::ceil(low / step - kSlack), last = std::floor(high / step + kSlack);
  for (double i = first; i <= last; ++i) ticks.values.push_back(i * step);

  const double largest = std::max(std::abs(low), std::abs(high));
  int exponent = static_cast<int>(std::floor(std::log10(largest)));
  if (exponent >= -3 && exponent < 6) exponent = 0;
  if (exponent != 0) ticks.factor = PowerLabel(exponent);
  const double factor = std::pow(10, exponent);
  const int decimals = Decimals(step / factor);
  for (const double value : ticks.values)
    ticks.labels.push_back(Label(fmt::format("{:.{}f}", value / factor, decimals)));
  return ticks;
}

Ticks LogTicks(double low, double high, int most) {
  BV2_CHECK(std::isfinite(high) && 0 < low && low < high && most > 0, "no ticks lie from {} to {}",
            low, high);
  const int first = static_cast<int>(std::floor(std::log10(low) + kSlack));
  const int last = static_cast<int>(std::floor(std::log10(high) + kSlack));
  const int powers = last - static_cast<int>(std::ceil(std::log10(low) - kSlack)) + 1;
  const int every = std::max(1, (powers + most - 1) / most);
  Ticks ticks;
  for (int exponent = first; exponent <= last; ++exponent)
    for (int digit = 1; digit < 10; ++digit) {
      const double value = digit * std::pow(10, exponent);
      if (value < low * (1 - kSlack) || value > high * (1 + kSlack)) continue;
      const bool labelled = powers < 2 ? digit == 1 || digit == 2 || digit == 5 || high < 3 * low
                                       : digit == 1 && exponent % every == 0;
      if (labelled) {
        ticks.values.push_back(value);
        ticks.labels.push_back(PlainNumber(value));
      } else if (every == 1) {
        ticks.minor.push_back(value);
      }
    }
  return ticks;
}

}  // namespace bv2::plot
