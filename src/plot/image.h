#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bv2::plot {

struct Color {
  uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Color&) const = default;
};

inline constexpr Color kBlack{0, 0, 0};
inline constexpr Color kWhite{255, 255, 255};

// Pixels in rows from the top, left to right.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<Color> pixels;  // [height][width]

  Color& at(int x, int y) { return pixels[static_cast<size_t>(y) * width + x]; }
  Color at(int x, int y) const { return pixels[static_cast<size_t>(y) * width + x]; }
};

}  // namespace bv2::plot
