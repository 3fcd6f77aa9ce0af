#pragma once

#include <string>

#include "plot/canvas.h"
#include "plot/ticks.h"

namespace bv2::plot {

inline constexpr double kFontSize = 14;       // 10 points at 100 dots an inch
inline constexpr double kTitleFontSize = 17;  // 12 points
inline constexpr double kMargin = 10;         // between the picture's border and what is drawn

struct Axis {
  std::string label = "";
  double low = 0, high = 1;
  bool logarithmic = false;
  Ticks ticks = {};

  // 0 at `low`, 1 at `high`.
  double Fraction(double value) const;
};

// A rectangle to plot in, with the axes of its left and lower side.
struct Axes {
  Rect frame;
  Axis x, y;

  Point At(double x_value, double y_value) const {
    return {frame.left + x.Fraction(x_value) * frame.width(),
            frame.bottom - y.Fraction(y_value) * frame.height()};
  }
};

// The frame that leaves room for labels and title within the picture, and `right` pixels at its
// right side. Throws kInvalidArgument if nothing remains.
Rect FrameWithin(double width, double height, const Axes& axes, bool title, double right);

// One-pixel lines, marks outside, labels, and the title above.
void DrawAxes(Canvas& canvas, const Axes& axes, const std::string& title);

// Lines across the frame at the ticks.
void DrawGrid(Canvas& canvas, const Axes& axes);

// A vertical axis at the right side of `frame`.
void DrawRightAxis(Canvas& canvas, const Rect& frame, const Axis& axis);

// From the frame to the right end of the labels that DrawRightAxis draws.
double RightAxisWidth(const Axis& axis);

// A border of one pixel around `frame`.
void DrawBorder(Canvas& canvas, const Rect& frame, Color color = kBlack);

}  // namespace bv2::plot
