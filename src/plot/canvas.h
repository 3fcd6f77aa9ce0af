#pragma once

#include <span>
#include <vector>

#include "plot/image.h"

namespace bv2::plot {

// In pixels from the top left corner; pixel (0, 0) covers 0 ≤ x, y < 1.
struct Point {
  double x = 0, y = 0;
};

struct Rect {
  double left = 0, top = 0, right = 0, bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

// An area bounded by closed contours. Contours of opposite direction cut holes into each other.
class Path {
 public:
  void MoveTo(Point to);  // starts a contour
  void LineTo(Point to);
  void QuadraticTo(Point control, Point to);
  const std::vector<std::vector<Point>>& contours() const { return contours_; }

 private:
  std::vector<std::vector<Point>> contours_;
};

// A white picture to draw on, with smooth edges. All coordinates are multiplied by `scale`, so the
// same drawing makes a picture of twice the resolution. What lies outside is cut off.
class Canvas {
 public:
  Canvas(int width, int height, double scale = 1);

  void Fill(const Path& path, Color color);
  void FillRect(const Rect& rect, Color color);
  // A line through the points, with round joints and ends, cut off at `clip`.
  void Stroke(std::span<const Point> points, double width, Color color, const Rect& clip);
  // Sets pixels of the picture, in its own resolution.
  void SetPixel(int x, int y, Color color) { image_.at(x, y) = color; }

  double scale() const { return scale_; }
  const Image& image() const { return image_; }

 private:
  void Blend(int x, int y, Color color, double part);

  double scale_;
  Image image_;
};

}  // namespace bv2::plot
