#include "plot/canvas.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"

namespace bv2::plot {
namespace {

// How much of each pixel of a window a path covers. Every edge adds, to the pixels that it crosses,
// the signed area between itself and the right border of the window, as differences along the row;
// summing a row up then gives its coverage.
// Source: the accumulation buffer of font-rs (R. Levien 2016).
class Coverage {
 public:
  Coverage(int left, int top, int right, int bottom)
      : left_(left),
        top_(top),
        width_(right - left),
        height_(bottom - top),
        sums_(static_cast<size_t>(width_ + 2) * height_) {}

  void AddEdge(Point from, Point to) {
    from = {from.x - left_, from.y - top_};
    to = {to.x - left_, to.y - top_};
    if (from.y == to.y) return;
    const double sign = from.y < to.y ? 1 : -1;
    if (sign < 0) std::swap(from, to);
    const double slope = (to.x - from.x) / (to.y - from.y);
    const double first = std::max(from.y, 0.0), last = std::min(to.y, static_cast<double>(height_));
    for (int row = static_cast<int>(first); row < last; ++row) {
      const double y0 = std::max<double>(first, row), y1 = std::min<double>(last, row + 1);
      AddPiece(row, from.x + (y0 - from.y) * slope, from.x + (y1 - from.y) * slope,
               sign * (y1 - y0));
    }
  }

  // Calls visit(x, y, part) for every pixel that is covered.
  template <typename Visit>
  void ForEach(Visit&& visit) const {
    for (int row = 0; row < height_; ++row) {
      double sum = 0;
      for (int column = 0; column < width_; ++column) {
        sum += sums_[Index(row, column)];
        const double part = std::min(std::abs(sum), 1.0);
        if (part > 1.0 / 512) visit(left_ + column, top_ + row, part);
      }
    }
  }

 private:
  size_t Index(int row, int column) const {
    return static_cast<size_t>(row) * (width_ + 2) + column;
  }

  // An edge within one row, from x0 to x1, whose height is `area`.
  void AddPiece(int row, double x0, double x1, double area) {
    if (x0 > x1) std::swap(x0, x1);
    const double length = x1 - x0;
    const double begin = std::clamp<double>(x0, 0, width_);
    const double end = std::clamp<double>(x1, 0, width_);
    const int first = static_cast<int>(begin), last = static_cast<int>(end);
    // Height of the edge in the columns before, and coverage of the last of them.
    double passed = length > 0 ? area * (std::clamp(0.0, x0, x1) - x0) / length : 0;
    double previous = 0;
    for (int column = first; column <= last; ++column) {
      const double in = std::max<double>(begin, column), out = std::min<double>(end, column + 1);
      const double height = length > 0 ? area * (out - in) / length : area;
      const double covered = passed + height * (1 - ((in + out) / 2 - column));
      sums_[Index(row, column)] += covered - previous;
      previous = covered;
      passed += height;
    }
    sums_[Index(row, last + 1)] += area - previous;
  }

  int left_, top_, width_, height_;
  std::vector<double> sums_;  // [height][width + 2]
};

uint8_t Mix(uint8_t below, uint8_t above, double part) {
  return static_cast<uint8_t>(std::lround(below + (above - below) * part));
}

double DistanceToSegment(Point p, Point from, Point to) {
  const double dx = to.x - from.x, dy = to.y - from.y, squared = dx * dx + dy * dy;
  const double along = (p.x - from.x) * dx + (p.y - from.y) * dy;
  const double t = squared > 0 ? std::clamp(along / squared, 0.0, 1.0) : 0;
  return std::hypot(p.x - from.x - t * dx, p.y - from.y - t * dy);
}

struct Window {
  int left, top, right, bottom;
};

// The pixels that the rectangle touches.
Window PixelsOf(const Rect& rect, const Image& image) {
  const auto inside = [](double value, int most) {
    return static_cast<int>(std::clamp<double>(value, 0, most));
  };
  return {inside(std::floor(rect.left), image.width), inside(std::floor(rect.top), image.height),
          inside(std::ceil(rect.right), image.width), inside(std::ceil(rect.bottom), image.height)};
}

}  // namespace

void Path::MoveTo(Point to) { contours_.push_back({to}); }

void Path::LineTo(Point to) { contours_.back().push_back(to); }

void Path::QuadraticTo(Point control, Point to) {
  constexpr int kPieces = 6;  // of a glyph of 100 pixels within a tenth of a pixel
  const Point from = contours_.back().back();
  for (int i = 1; i <= kPieces; ++i) {
    const double t = static_cast<double>(i) / kPieces, s = 1 - t;
    LineTo({s * s * from.x + 2 * s * t * control.x + t * t * to.x,
            s * s * from.y + 2 * s * t * control.y + t * t * to.y});
  }
}

Canvas::Canvas(int width, int height, double scale) : scale_(scale) {
  constexpr int kLargest = 10000;
  BV2_CHECK(width > 0 && height > 0 && scale > 0 && width * scale <= kLargest &&
                height * scale <= kLargest,
            "a picture of {} × {} pixels at {} times the size is none that can be drawn", width,
            height, scale);
  image_.width = static_cast<int>(std::lround(width * scale));
  image_.height = static_cast<int>(std::lround(height * scale));
  image_.pixels.assign(static_cast<size_t>(image_.width) * image_.height, kWhite);
}

void Canvas::Blend(int x, int y, Color color, double part) {
  Color& pixel = image_.at(x, y);
  pixel = {Mix(pixel.r, color.r, part), Mix(pixel.g, color.g, part), Mix(pixel.b, color.b, part)};
}

void Canvas::Fill(const Path& path, Color color) {
  constexpr double kFar = 1e9;
  Rect bounds{kFar, kFar, -kFar, -kFar};
  for (const auto& contour : path.contours())
    for (const Point p : contour)
      bounds = {std::min(bounds.left, p.x * scale_), std::min(bounds.top, p.y * scale_),
                std::max(bounds.right, p.x * scale_), std::max(bounds.bottom, p.y * scale_)};
  const Window window = PixelsOf(bounds, image_);
  if (window.left >= window.right || window.top >= window.bottom) return;
  Coverage coverage(window.left, window.top, window.right, window.bottom);
  for (const auto& contour : path.contours())
    for (size_t i = 0; i < contour.size(); ++i) {
      const Point from = contour[i], to = contour[(i + 1) % contour.size()];
      coverage.AddEdge({from.x * scale_, from.y * scale_}, {to.x * scale_, to.y * scale_});
    }
  coverage.ForEach([&](int x, int y, double part) { Blend(x, y, color, part); });
}

void Canvas::FillRect(const Rect& rect, Color color) {
  Path path;
  path.MoveTo({rect.left, rect.top});
  path.LineTo({rect.right, rect.top});
  path.LineTo({rect.right, rect.bottom});
  path.LineTo({rect.left, rect.bottom});
  Fill(path, color);
}

void Canvas::Stroke(std::span<const Point> points, double width, Color color, const Rect& clip) {
  const Window window = PixelsOf(
      {clip.left * scale_, clip.top * scale_, clip.right * scale_, clip.bottom * scale_}, image_);
  if (points.empty() || window.left >= window.right || window.top >= window.bottom) return;
  const double radius = width * scale_ / 2;
  const int columns = window.right - window.left;
  // Where segments meet, the nearest counts, so that joints are not darker than the rest.
  std::vector<float> covered(static_cast<size_t>(columns) * (window.bottom - window.top));
  for (size_t i = 0; i < points.size(); ++i) {
    const Point from{points[i > 0 ? i - 1 : 0].x * scale_, points[i > 0 ? i - 1 : 0].y * scale_};
    const Point to{points[i].x * scale_, points[i].y * scale_};
    const double reach = radius + 1;
    const int x0 = std::max(window.left, static_cast<int>(std::min(from.x, to.x) - reach));
    const int x1 = std::min(window.right, static_cast<int>(std::max(from.x, to.x) + reach) + 1);
    const int y0 = std::max(window.top, static_cast<int>(std::min(from.y, to.y) - reach));
    const int y1 = std::min(window.bottom, static_cast<int>(std::max(from.y, to.y) + reach) + 1);
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) {
        const double distance = DistanceToSegment({x + 0.5, y + 0.5}, from, to);
        float& part = covered[static_cast<size_t>(y - window.top) * columns + (x - window.left)];
        part = std::max(part, static_cast<float>(std::clamp(radius + 0.5 - distance, 0.0, 1.0)));
      }
  }
  for (int y = window.top; y < window.bottom; ++y)
    for (int x = window.left; x < window.right; ++x)
      Blend(x, y, color,
            covered[static_cast<size_t>(y - window.top) * columns + (x - window.left)]);
}

}  // namespace bv2::plot
