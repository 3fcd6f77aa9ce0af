#include "plot/font.h"

#include <algorithm>

#include "tests/support/test_support.h"

namespace bv2::plot {
namespace {

Image Drawn(std::string_view text, const TextStyle& style) {
  Canvas canvas(60, 60);
  DrawText(canvas, {30, 30}, text, style);
  return canvas.image();
}

// The smallest rectangle with all that is not white.
Rect InkBox(const Image& image) {
  Rect box{1e9, 1e9, -1, -1};
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      if (image.at(x, y) == kWhite) continue;
      box = {std::min<double>(box.left, x), std::min<double>(box.top, y),
             std::max<double>(box.right, x + 1), std::max<double>(box.bottom, y + 1)};
    }
  return box;
}

TEST(Font, WidthsAreThoseOfDejaVuSans) {
  EXPECT_DOUBLE_EQ(TextWidth("H", 2048), 1540);
  EXPECT_DOUBLE_EQ(TextWidth("12", 2048), 2 * 1303);
  EXPECT_DOUBLE_EQ(TextWidth("−", 2048), 1716);
  EXPECT_DOUBLE_EQ(TextWidth("", 14), 0);
}

TEST(Font, AlignsCapitals) {
  const Rect on_line = InkBox(Drawn("H", {.size = 28}));
  EXPECT_EQ(on_line.bottom, 30);
  EXPECT_NEAR(on_line.height(), CapitalHeight(28), 1);
  EXPECT_GE(on_line.left, 30);
  EXPECT_NEAR(InkBox(Drawn("H", {.size = 28, .vertical = Align::kStart})).top, 30, 1);
  const Rect middle =
      InkBox(Drawn("H", {.size = 28, .horizontal = Align::kMiddle, .vertical = Align::kMiddle}));
  EXPECT_NEAR((middle.left + middle.right) / 2, 30, 1);
  EXPECT_NEAR((middle.top + middle.bottom) / 2, 30, 1);
  EXPECT_LE(InkBox(Drawn("H", {.size = 28, .horizontal = Align::kEnd})).right, 30);
}

TEST(Font, UpwardsIsTheTextTurned) {
  const Image across = Drawn("Fx2", {.size = 20});
  const Image up = Drawn("Fx2", {.size = 20, .upwards = true});
  // (x, y) → (y, -x) about (30, 30).
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 60; ++x)
      ASSERT_NEAR(across.at(x, y).r, up.at(y, 59 - x).r, 2) << x << ' ' << y;
}

TEST(Font, CharactersDiffer) {
  std::vector<std::vector<Color>> seen;
  for (char c = '!'; c <= '~'; ++c) {
    seen.push_back(Drawn(std::string(1, c), {.size = 20}).pixels);
    EXPECT_LT(InkBox(Drawn(std::string(1, c), {.size = 20})).left, 60) << c;
    EXPECT_EQ(std::count(seen.begin(), seen.end(), seen.back()), 1) << c;
  }
}

TEST(Font, UnknownCharactersAreBoxes) {
  EXPECT_EQ(Drawn("中", {.size = 20}).pixels, Drawn("\xff", {.size = 20}).pixels);
  EXPECT_GT(InkBox(Drawn("中", {.size = 20})).width(), 8);
}

}  // namespace
}  // namespace bv2::plot
