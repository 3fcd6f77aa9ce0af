#include "plot/line_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"
#include "plot/axes.h"
#include "plot/font.h"

namespace bv2::plot {
namespace {

// The cycle "tab10" of Tableau and matplotlib.
constexpr Color kCycle[] = {{31, 119, 180},  {255, 127, 14}, {44, 160, 44},   {214, 39, 40},
                            {148, 103, 189}, {140, 86, 75},  {227, 119, 194}, {127, 127, 127},
                            {188, 189, 34},  {23, 190, 207}};
constexpr Color kLegendBorder{204, 204, 204};
constexpr double kLineWidth = 1.8;

using Line = std::vector<Point>;

bool Drawable(const Curve& curve, size_t i, bool logarithmic) {
  return std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]) && (!logarithmic || curve.y[i] > 0);
}

Color ColorOf(const Curve& curve) {
  const Color color = kCycle[curve.color % std::size(kCycle)];
  const auto pale = [](uint8_t part) { return static_cast<uint8_t>(255 - (255 - part) * 3 / 10); };
  return curve.pale ? Color{pale(color.r), pale(color.g), pale(color.b)} : color;
}

struct Bounds {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void Add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// A little more than the values need, and a range even if they are all the same.
Axis MakeAxis(const std::string& label, Bounds bounds, bool logarithmic) {
  Axis axis{.label = label, .logarithmic = logarithmic};
  constexpr double kMore = 0.04;
  if (logarithmic) {
    const double more = std::max(std::pow(bounds.high / bounds.low, kMore), 1.01);
    axis.low = bounds.low / more;
    axis.high = bounds.high * more;
    return axis;
  }
  const double size = std::max(std::abs(bounds.low), std::abs(bounds.high));
  double more = kMore * (bounds.high - bounds.low);
  if (more <= 1e-9 * size) more = size > 0 ? 0.1 * size : 1;
  axis.low = bounds.low - more;
  axis.high = bounds.high + more;
  return axis;
}

Axes MakeAxes(const std::vector<Curve>& curves, const ChartOptions& options) {
  Bounds x, y;
  for (const Curve& curve : curves) {
    BV2_CHECK(curve.x.size() == curve.y.size(), "the curve '{}' has {} x and {} y values",
              curve.name, curve.x.size(), curve.y.size());
    for (size_t i = 0; i < curve.x.size(); ++i) {
      if (!Drawable(curve, i, options.logarithmic)) continue;
      x.Add(curve.x[i]);
      y.Add(curve.y[i]);
    }
  }
  BV2_CHECK(x.low <= x.high, "there is no point to draw{}",
            options.logarithmic ? " on a logarithmic scale" : "");
  Axes axes;
  axes.x = MakeAxis(options.x_label, x, false);
  axes.y = MakeAxis(options.y_label, y, options.logarithmic);
  axes.x.ticks = LinearTicks(axes.x.low, axes.x.high, std::max(2, options.width / 100));
  const int rows = std::max(2, options.height / 60);
  axes.y.ticks = options.logarithmic ? LogTicks(axes.y.low, axes.y.high, rows)
                                     : LinearTicks(axes.y.low, axes.y.high, rows);
  axes.frame = FrameWithin(options.width, options.height, axes, !options.title.empty(), 6);
  return axes;
}

// The lines of a curve in the picture, one a stretch without gap.
std::vector<Line> Lines(const Curve& curve, const Axes& axes) {
  std::vector<Line> lines;
  bool open = false;
  for (size_t i = 0; i < curve.x.size(); ++i) {
    const bool drawable = Drawable(curve, i, axes.y.logarithmic);
    if (drawable && !open) lines.emplace_back();
    if (drawable) lines.back().push_back(axes.At(curve.x[i], curve.y[i]));
    open = drawable;
  }
  return lines;
}

// Looks the same with at most four points a column of pixels: the first, highest, lowest and last.
Line Thinned(const Line& line) {
  Line thin;
  for (size_t start = 0; start < line.size();) {
    size_t end = start, low = start, high = start;
    for (; end < line.size() && std::floor(line[end].x) == std::floor(line[start].x); ++end) {
      if (line[end].y < line[low].y) low = end;
      if (line[end].y > line[high].y) high = end;
    }
    size_t previous = line.size();
    for (const size_t i : {start, std::min(low, high), std::max(low, high), end - 1})
      if (std::exchange(previous, i) != i) thin.push_back(line[i]);
    start = end;
  }
  return thin;
}

// Places for a box of this size, the usual one first: at the right or left side of the frame, at
// the top, the bottom or between.
std::vector<Rect> PlacesFor(const Rect& frame, double width, double height) {
  constexpr double kInset = 8;
  const double top = frame.top + kInset, bottom = frame.bottom - kInset - height;
  const double right = frame.right - kInset - width, left = frame.left + kInset;
  std::vector<Rect> places;
  for (const double y : {top, bottom, (top + bottom) / 2})
    for (const double x : {right, left}) places.push_back({x, y, x + width, y + height});
  return places;
}

// How much of the lines lies under the box, in points a few pixels apart.
size_t PointsUnder(const Rect& box, const std::vector<Line>& lines) {
  constexpr double kApart = 4;
  size_t count = 0;
  for (const Line& line : lines)
    for (size_t i = 0; i < line.size(); ++i) {
      const Point to = line[i], from = line[i > 0 ? i - 1 : 0];
      const int pieces = 1 + static_cast<int>(std::hypot(to.x - from.x, to.y - from.y) / kApart);
      for (int piece = 1; piece <= pieces; ++piece) {
        const double t = static_cast<double>(piece) / pieces;
        const Point p{from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
        count += p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom;
      }
    }
  return count;
}

// Where a box of this size hides least.
Rect EmptiestPlace(const Rect& frame, double width, double height, const std::vector<Line>& lines) {
  Rect best;
  size_t fewest = std::numeric_limits<size_t>::max();
  for (const Rect& box : PlacesFor(frame, width, height)) {
    const size_t hidden = PointsUnder(box, lines);
    if (hidden < fewest) fewest = hidden, best = box;
  }
  return best;
}

void DrawLegend(Canvas& canvas, const Axes& axes, const std::vector<Curve>& curves,
                const std::vector<Line>& lines) {
  constexpr double kRow = 20, kPadding = 8, kSample = 26;
  double text = 0;
  size_t rows = 0;
  for (const Curve& curve : curves) {
    if (curve.pale || curve.name.empty()) continue;
    text = std::max(text, TextWidth(curve.name, kFontSize));
    ++rows;
  }
  if (rows == 0) return;
  const Rect box = EmptiestPlace(axes.frame, std::ceil(3 * kPadding + kSample + text),
                                 static_cast<double>(rows) * kRow + kPadding, lines);
  canvas.FillRect(box, kWhite);
  DrawBorder(canvas, box, kLegendBorder);
  double y = box.top + kPadding / 2 + kRow / 2;
  for (const Curve& curve : curves) {
    if (curve.pale || curve.name.empty()) continue;
    const double left = box.left + kPadding;
    const Point sample[] = {{left, y}, {left + kSample, y}};
    canvas.Stroke(sample, kLineWidth, ColorOf(curve), box);
    DrawText(canvas, {left + kSample + kPadding, y}, curve.name,
             {.size = kFontSize, .vertical = Align::kMiddle});
    y += kRow;
  }
}

}  // namespace

Image DrawLineChart(const std::vector<Curve>& curves, const ChartOptions& options) {
  const Axes axes = MakeAxes(curves, options);
  Canvas canvas(options.width, options.height, options.scale);
  DrawGrid(canvas, axes);
  std::vector<Line> all;
  for (const bool pale : {true, false})  // the pale ones behind the others
    for (const Curve& curve : curves) {
      if (curve.pale != pale) continue;
      for (const Line& line : Lines(curve, axes)) {
        // A single point is drawn as a dot.
        const double width = line.size() == 1 ? 3 * kLineWidth : kLineWidth;
        all.push_back(Thinned(line));
        canvas.Stroke(all.back(), width, ColorOf(curve), axes.frame);
      }
    }
  DrawAxes(canvas, axes, options.title);
  DrawLegend(canvas, axes, curves, all);
  return canvas.image();
}

}  // namespace bv2::plot
