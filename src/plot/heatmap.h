#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/view.h"
#include "plot/image.h"

namespace bv2::plot {

struct HeatmapOptions {
  int width = 1000;  // pixels, before scaling
  int height = 200;
  double scale = 1;
  std::string title = "";
  std::string x_label = "";
  std::string y_label = "";
  std::optional<std::pair<double, double>> range = {};  // of the colours; else that of the values
  // What a pixel shows that covers several values: their mean, or the largest.
  bool largest = false;
};

// Values as colours, with axes that count rows and columns and a colour bar. Rows run from bottom
// to top. Values that are not finite are white. Throws kInvalidArgument if there is no value or the
// picture is too small.
Image DrawHeatmap(View<const float> values, const HeatmapOptions& options);

// The pictures of the original's utils.py, in its sizes and with its labels.
//   mel  [channels][frames]
Image DrawSpectrogram(View<const float> mel, const std::string& title = "");
//   alignment  [frames][phones]
Image DrawAlignment(View<const float> alignment, const std::string& title = "");

}  // namespace bv2::plot
