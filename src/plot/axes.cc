#include "plot/axes.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "plot/font.h"

namespace bv2::plot {
namespace {

constexpr double kTick = 5;  // length of a mark
constexpr double kMinorTick = 3;
constexpr double kTickGap = 5;   // from a mark to its label
constexpr double kLabelGap = 8;  // from these to the label of the axis
constexpr Color kGridColor{226, 226, 226};

double WidestLabel(const Ticks& ticks) {
  double widest = 0;
  for (const auto& label : ticks.labels) widest = std::max(widest, TextWidth(label, kFontSize));
  return widest;
}

// What descends below the base line.
double Descent(double size) { return 0.24 * size; }

// A horizontal or vertical line of one pixel, on whole pixels.
void Line(Canvas& canvas, Point from, Point to, Color color) {
  const double x = std::floor(std::min(from.x, to.x)), y = std::floor(std::min(from.y, to.y));
  const double width = std::round(std::abs(to.x - from.x)),
               height = std::round(std::abs(to.y - from.y));
  canvas.FillRect({x, y, x + std::max(1.0, width), y + std::max(1.0, height)}, color);
}

void DrawXAxis(Canvas& canvas, const Axes& axes) {
  const Rect& frame = axes.frame;
  const auto place = [&](double value) { return axes.At(value, axes.y.low).x; };
  for (const double value : axes.x.ticks.minor)
    Line(canvas, {place(value), frame.bottom}, {place(value), frame.bottom + kMinorTick}, kBlack);
  const double top = frame.bottom + kTick + kTickGap;
  for (size_t i = 0; i < axes.x.ticks.values.size(); ++i) {
    const double x = place(axes.x.ticks.values[i]);
    Line(canvas, {x, frame.bottom}, {x, frame.bottom + kTick}, kBlack);
    DrawText(canvas, {x, top}, axes.x.ticks.labels[i],
             {.size = kFontSize, .horizontal = Align::kMiddle, .vertical = Align::kStart});
  }
  const double below = top + CapitalHeight(kFontSize) + kLabelGap;
  DrawText(canvas, {frame.right, below}, axes.x.ticks.factor,
           {.size = kFontSize, .horizontal = Align::kEnd, .vertical = Align::kStart});
  DrawText(canvas, {(frame.left + frame.right) / 2, below}, axes.x.label,
           {.size = kFontSize, .horizontal = Align::kMiddle, .vertical = Align::kStart});
}

void DrawYAxis(Canvas& canvas, const Axes& axes) {
  const Rect& frame = axes.frame;
  const auto place = [&](double value) { return axes.At(axes.x.low, value).y; };
  for (const double value : axes.y.ticks.minor)
    Line(canvas, {frame.left - kMinorTick, place(value)}, {frame.left, place(value)}, kBlack);
  const double right = frame.left - kTick - kTickGap;
  for (size_t i = 0; i < axes.y.ticks.values.size(); ++i) {
    const double y = place(axes.y.ticks.values[i]);
    Line(canvas, {frame.left - kTick, y}, {frame.left, y}, kBlack);
    DrawText(canvas, {right, y}, axes.y.ticks.labels[i],
             {.size = kFontSize, .horizontal = Align::kEnd, .vertical = Align::kMiddle});
  }
  DrawText(canvas, {frame.left, frame.top - kTickGap}, axes.y.ticks.factor, {.size = kFontSize});
  DrawText(canvas, {right - WidestLabel(axes.y.ticks) - kLabelGap, (frame.top + frame.bottom) / 2},
           axes.y.label, {.size = kFontSize, .horizontal = Align::kMiddle, .upwards = true});
}

}  // namespace

double Axis::Fraction(double value) const {
  if (!logarithmic) return (value - low) / (high - low);
  return std::log(value / low) / std::log(high / low);
}

Rect FrameWithin(double width, double height, const Axes& axes, bool title, double right) {
  const double line = CapitalHeight(kFontSize);
  Rect frame{kMargin, kMargin, width - kMargin - right, height - kMargin};
  frame.left += WidestLabel(axes.y.ticks) + kTickGap + kTick;
  if (!axes.y.label.empty()) frame.left += line + Descent(kFontSize) + kLabelGap;
  frame.bottom -= line + kTickGap + kTick;
  if (!axes.x.label.empty() || !axes.x.ticks.factor.empty())
    frame.bottom -= line + Descent(kFontSize) + kLabelGap;
  if (title) frame.top += CapitalHeight(kTitleFontSize) + kLabelGap;
  if (!axes.y.ticks.factor.empty()) frame.top += line + kTickGap;
  // Half a label stands out above and below the end of the axis.
  frame.top += line / 2 - 3;
  BV2_CHECK(frame.width() > 20 && frame.height() > 20,
            "a picture of {} × {} pixels is too small for its labels", width, height);
  return {std::round(frame.left), std::round(frame.top), std::round(frame.right),
          std::round(frame.bottom)};
}

void DrawBorder(Canvas& canvas, const Rect& frame, Color color) {
  Line(canvas, {frame.left, frame.top}, {frame.right, frame.top}, color);
  Line(canvas, {frame.left, frame.bottom - 1}, {frame.right, frame.bottom - 1}, color);
  Line(canvas, {frame.left, frame.top}, {frame.left, frame.bottom}, color);
  Line(canvas, {frame.right - 1, frame.top}, {frame.right - 1, frame.bottom}, color);
}

void DrawAxes(Canvas& canvas, const Axes& axes, const std::string& title) {
  DrawBorder(canvas, axes.frame);
  DrawXAxis(canvas, axes);
  DrawYAxis(canvas, axes);
  DrawText(canvas, {(axes.frame.left + axes.frame.right) / 2, kMargin}, title,
           {.size = kTitleFontSize, .horizontal = Align::kMiddle, .vertical = Align::kStart});
}

void DrawGrid(Canvas& canvas, const Axes& axes) {
  const Rect& frame = axes.frame;
  for (const double value : axes.x.ticks.values) {
    const double x = axes.At(value, axes.y.low).x;
    Line(canvas, {x, frame.top}, {x, frame.bottom}, kGridColor);
  }
  for (const double value : axes.y.ticks.values) {
    const double y = axes.At(axes.x.low, value).y;
    Line(canvas, {frame.left, y}, {frame.right, y}, kGridColor);
  }
}

void DrawRightAxis(Canvas& canvas, const Rect& frame, const Axis& axis) {
  for (size_t i = 0; i < axis.ticks.values.size(); ++i) {
    const double y = frame.bottom - axis.Fraction(axis.ticks.values[i]) * frame.height();
    Line(canvas, {frame.right, y}, {frame.right + kTick, y}, kBlack);
    DrawText(canvas, {frame.right + kTick + kTickGap, y}, axis.ticks.labels[i],
             {.size = kFontSize, .vertical = Align::kMiddle});
  }
  DrawText(canvas, {frame.left, frame.top - kTickGap}, axis.ticks.factor, {.size = kFontSize});
}

double RightAxisWidth(const Axis& axis) {
  return std::max(kTick + kTickGap + WidestLabel(axis.ticks),
                  TextWidth(axis.ticks.factor, kFontSize));
}

}  // namespace bv2::plot
