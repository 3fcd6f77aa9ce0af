#include "plot/heatmap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/check.h"
#include "plot/axes.h"
#include "plot/colormap.h"

namespace bv2::plot {
namespace {

constexpr double kBarGap = 16, kBarWidth = 14;
constexpr double kPixelsPerColumnTick = 90, kPixelsPerRowTick = 24;

std::pair<double, double> RangeOf(View<const float> values) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (size_t r = 0; r < values.rows(); ++r)
    for (const float value : values[r]) {
      if (!std::isfinite(value)) continue;
      low = std::min<double>(low, value);
      high = std::max<double>(high, value);
    }
  return low <= high ? std::pair(low, high) : std::pair(0.0, 1.0);
}

// A range that a scale can be drawn for.
std::pair<double, double> Widened(std::pair<double, double> range) {
  const auto [low, high] = range;
  const double least = 1e-6 * std::max(std::abs(low), std::abs(high));
  if (high - low > least) return range;
  const double more = std::max(least, 0.5);
  return {low - more, high + more};
}

Axis CountingAxis(const std::string& label, size_t count, double pixels_per_tick, double pixels) {
  Axis axis{.label = label, .low = -0.5, .high = static_cast<double>(count) - 0.5};
  const int most = std::max(2, static_cast<int>(pixels / pixels_per_tick));
  axis.ticks = LinearTicks(axis.low, axis.high, most, true);
  return axis;
}

// Which of `count` cells lie under pixel `pixel` of `pixels`.
struct Cells {
  size_t first, last;  // inclusive
  Cells(int pixel, int pixels, size_t count) {
    const double per_pixel = static_cast<double>(count) / pixels;
    if (per_pixel <= 1) {
      first = last = std::min(count - 1, static_cast<size_t>((pixel + 0.5) * per_pixel));
    } else {
      first = std::min(count - 1, static_cast<size_t>(pixel * per_pixel));
      last = std::min(count, static_cast<size_t>(std::ceil((pixel + 1) * per_pixel))) - 1;
    }
  }
  size_t size() const { return last - first + 1; }
};

double Summary(View<const float> values, Cells rows, Cells columns, bool largest) {
  double sum = 0, most = -std::numeric_limits<double>::infinity();
  for (size_t r = rows.first; r <= rows.last; ++r)
    for (size_t c = columns.first; c <= columns.last; ++c) {
      const double value = values(r, c);
      sum += value;
      most = std::max(most, value);
    }
  if (largest && !std::isnan(sum)) return most;
  return sum / static_cast<double>(rows.size() * columns.size());
}

void DrawValues(Canvas& canvas, const Rect& frame, View<const float> values,
                const HeatmapOptions& options, std::pair<double, double> range) {
  const auto pixel = [&](double at) { return static_cast<int>(std::lround(at * canvas.scale())); };
  const int left = pixel(frame.left), top = pixel(frame.top);
  const int width = pixel(frame.right) - left, height = pixel(frame.bottom) - top;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double value = Summary(values, Cells(height - 1 - y, height, values.rows()),
                                   Cells(x, width, values.cols()), options.largest);
      const double part = (value - range.first) / (range.second - range.first);
      canvas.SetPixel(left + x, top + y, std::isfinite(part) ? Viridis(part) : kWhite);
    }
}

void DrawColorBar(Canvas& canvas, const Rect& bar, const Axis& axis) {
  std::vector<float> steps(256);
  for (size_t i = 0; i < steps.size(); ++i) steps[i] = static_cast<float>(i) / 255;
  DrawValues(canvas, bar, View<const float>(steps.data(), steps.size(), 1), {}, {0, 1});
  DrawBorder(canvas, bar);
  DrawRightAxis(canvas, bar, axis);
}

}  // namespace

Image DrawHeatmap(View<const float> values, const HeatmapOptions& options) {
  BV2_CHECK(values.rows() > 0 && values.cols() > 0, "there is nothing to draw");
  const auto range = Widened(options.range.value_or(RangeOf(values)));
  Axes axes;
  axes.x = CountingAxis(options.x_label, values.cols(), kPixelsPerColumnTick, options.width);
  axes.y = CountingAxis(options.y_label, values.rows(), kPixelsPerRowTick, options.height - 80);
  Axis colors{.low = range.first, .high = range.second};
  colors.ticks = LinearTicks(colors.low, colors.high, std::clamp(options.height / 40, 2, 8));
  const double right = kBarGap + kBarWidth + RightAxisWidth(colors);
  axes.frame = FrameWithin(options.width, options.height, axes, !options.title.empty(), right);
  if (!colors.ticks.factor.empty()) axes.frame.top += 15;
  Canvas canvas(options.width, options.height, options.scale);
  DrawValues(canvas, axes.frame, values, options, range);
  DrawAxes(canvas, axes, options.title);
  const double bar = axes.frame.right + kBarGap;
  DrawColorBar(canvas, {bar, axes.frame.top, bar + kBarWidth, axes.frame.bottom}, colors);
  return canvas.image();
}

Image DrawSpectrogram(View<const float> mel, const std::string& title) {
  return DrawHeatmap(
      mel,
      {.width = 1000, .height = 200, .title = title, .x_label = "Frames", .y_label = "Channels"});
}

Image DrawAlignment(View<const float> alignment, const std::string& title) {
  std::vector<float> turned(alignment.rows() * alignment.cols());
  const View<float> by_phone(turned.data(), alignment.cols(), alignment.rows());
  for (size_t frame = 0; frame < alignment.rows(); ++frame)
    for (size_t phone = 0; phone < alignment.cols(); ++phone)
      by_phone(phone, frame) = alignment(frame, phone);
  // A path is one cell wide; means would make it fade where several frames share a pixel.
  return DrawHeatmap(by_phone, {.width = 600,
                                .height = 400,
                                .title = title,
                                .x_label = "Decoder timestep",
                                .y_label = "Encoder timestep",
                                .largest = true});
}

}  // namespace bv2::plot
