#pragma once

#include <string_view>

#include "plot/canvas.h"

namespace bv2::plot {

// Which point of the text its position names; vertically, the middle is that of a capital letter.
enum class Align { kStart, kMiddle, kEnd };

struct TextStyle {
  double size = 14;  // em in pixels
  Align horizontal = Align::kStart;
  Align vertical = Align::kEnd;  // kEnd: the base line, kStart: the top of a capital letter
  bool upwards = false;  // turned by 90°, read from bottom to top; the alignments turn along
  Color color = kBlack;
};

// Pixels from the start of the text, UTF-8, to its end.
double TextWidth(std::string_view text, double size);

// Height of a capital letter in pixels.
double CapitalHeight(double size);

// DejaVu Sans; Latin letters, digits and a few signs (tools/build_glyphs.py). Other characters are
// drawn as a box.
void DrawText(Canvas& canvas, Point position, std::string_view text, const TextStyle& style);

}  // namespace bv2::plot
