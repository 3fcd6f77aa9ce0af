#include "corpus/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace bv2::corpus {
namespace {

// In the picture's own units.
constexpr double kWidth = 360, kHeight = 150, kLeft = 8, kRight = 8, kTop = 22, kBottom = 24;
constexpr double kMostTicks = 6;

// The least of 1, 2, 5 · 10^n that is not below.
double RoundUp(double width) {
  const double power = std::pow(10, std::floor(std::log10(width)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= width * 0.999999) return factor * power;
  return 10 * power;
}

}  // namespace

Histogram Bin(const std::vector<double>& values, size_t bins) {
  std::vector<double> finite;
  std::ranges::copy_if(values, std::back_inserter(finite),
                       [](double x) { return std::isfinite(x); });
  if (finite.empty() || bins == 0) return {};
  const auto [low, high] = std::ranges::minmax_element(finite);
  const double range = std::max(*high - *low, 1e-6 * std::max(1.0, std::abs(*high)));
  Histogram histogram{.width = RoundUp(range / static_cast<double>(bins)), .counts = {}};
  histogram.first = std::floor(*low / histogram.width) * histogram.width;
  const auto bin = [&](double x) {
    return static_cast<size_t>(std::max(0.0, std::floor((x - histogram.first) / histogram.width)));
  };
  histogram.counts.resize(bin(*high) + 1);
  for (const double x : finite) ++histogram.counts[std::min(bin(x), histogram.counts.size() - 1)];
  return histogram;
}

std::string HistogramSvg(const Histogram& histogram, std::string_view title,
                         std::string_view unit) {
  std::string svg = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><text class="title" x="{}" y="13">{}</text>)",
      kWidth, kHeight, title, kLeft, title);
  const auto out = std::back_inserter(svg);
  const double floor = kHeight - kBottom;
  const auto count = static_cast<double>(histogram.counts.size());
  if (!histogram.counts.empty()) {
    const size_t most = std::max<size_t>(1, *std::ranges::max_element(histogram.counts));
    const double step = (kWidth - kLeft - kRight) / count;
    for (size_t i = 0; i < histogram.counts.size(); ++i) {
      const double begin = histogram.first + static_cast<double>(i) * histogram.width;
      const double height =
          (floor - kTop) * static_cast<double>(histogram.counts[i]) / static_cast<double>(most);
      // What is there at all is seen, however little of it.
      const double drawn = histogram.counts[i] > 0 ? std::max(height, 1.5) : 0;
      fmt::format_to(
          out,
          R"(<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{:g} to {:g} {}: {}</title></rect>)",
          kLeft + static_cast<double>(i) * step + 0.5, floor - drawn, std::max(step - 1, 0.5),
          drawn, begin, begin + histogram.width, unit, histogram.counts[i]);
    }
    const double end = histogram.first + count * histogram.width;
    const double every = RoundUp((end - histogram.first) / kMostTicks);
    for (double i = std::ceil(histogram.first / every - 1e-9); i * every <= end + 1e-9 * every;
         ++i) {
      const double x = kLeft + (i * every - histogram.first) / histogram.width * step;
      const char* anchor = x < 2 * kLeft ? "start" : x > kWidth - 2 * kRight ? "end" : "middle";
      fmt::format_to(out, R"(<text class="tick" text-anchor="{}" x="{:.1f}" y="{}">{:g}</text>)",
                     anchor, x, kHeight - 8, i * every);
    }
    fmt::format_to(out, R"(<text class="unit" x="{}" y="13">{} · most in a bar: {}</text>)",
                   kWidth - kRight, unit, most);
  }
  fmt::format_to(out, R"(<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/></svg>)", kLeft,
                 kWidth - kRight, floor, floor);
  return svg;
}

}  // namespace bv2::corpus
