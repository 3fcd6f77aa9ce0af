#pragma once

#include <string>
#include <vector>

#include "plot/image.h"

namespace bv2::plot {

struct Curve {
  std::string name;
  std::vector<double> x = {}, y = {};  // of equal length; what is not finite interrupts the line
  // The colour, by its place in the cycle of ten; pale for what only stands behind another curve,
  // which then has no entry in the legend.
  size_t color = 0;
  bool pale = false;
};

struct ChartOptions {
  int width = 900;  // pixels, before scaling
  int height = 450;
  double scale = 1;
  std::string title = "";
  std::string x_label = "";
  std::string y_label = "";
  bool logarithmic = false;  // the vertical axis; values of 0 or less are left out
};

// Curves over a common axis, with a grid, and a legend where it hides least. Throws
// kInvalidArgument if no curve has a point to draw.
Image DrawLineChart(const std::vector<Curve>& curves, const ChartOptions& options);

}  // namespace bv2::plot
