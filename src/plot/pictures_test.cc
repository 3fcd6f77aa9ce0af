#include <algorithm>
#include <cmath>

#include "plot/colormap.h"
#include "plot/heatmap.h"
#include "plot/line_chart.h"
#include "tests/support/test_support.h"

namespace bv2::plot {
namespace {

// Pixels of about this colour.
size_t Count(const Image& image, Color color) {
  const auto near = [](uint8_t a, uint8_t b) { return std::abs(a - b) < 60; };
  return static_cast<size_t>(
      std::count_if(image.pixels.begin(), image.pixels.end(), [&](Color pixel) {
        return near(pixel.r, color.r) && near(pixel.g, color.g) && near(pixel.b, color.b);
      }));
}

TEST(Viridis, HasItsEndsAndMiddle) {
  EXPECT_EQ(Viridis(0), (Color{0x44, 0x01, 0x54}));
  EXPECT_EQ(Viridis(1), (Color{0xfd, 0xe7, 0x25}));
  EXPECT_EQ(Viridis(0.5), (Color{0x21, 0x91, 0x8c}));
  EXPECT_EQ(Viridis(-3), Viridis(0));
  EXPECT_EQ(Viridis(7), Viridis(1));
  EXPECT_EQ(Viridis(NAN), kWhite);
}

TEST(Heatmap, RowsRunUpwards) {
  const float values[] = {0, 1, 2, 3};  // row 0 is the lower one
  const Image image = DrawHeatmap({values, 2, 2}, {.width = 300, .height = 200});
  EXPECT_EQ(image.at(80, 130), Viridis(0));
  EXPECT_EQ(image.at(200, 130), Viridis(1.0 / 3));
  EXPECT_EQ(image.at(80, 40), Viridis(2.0 / 3));
  EXPECT_EQ(image.at(200, 40), Viridis(1));
}

TEST(Heatmap, ShowsWhatIsNotANumber) {
  const float values[] = {0, NAN, 1, INFINITY};
  const Image image = DrawHeatmap({values, 1, 4}, {.width = 400, .height = 120});
  EXPECT_EQ(image.at(60, 50), Viridis(0));
  EXPECT_EQ(image.at(140, 50), kWhite);
  EXPECT_EQ(image.at(220, 50), Viridis(1));
  EXPECT_EQ(image.at(300, 50), kWhite);
  const float nothing[] = {NAN};
  DrawHeatmap({nothing, 1, 1}, {});
}

TEST(Heatmap, OneValueIsInTheMiddleOfTheColours) {
  const float values[] = {-7, -7};
  const Image image = DrawHeatmap({values, 1, 2}, {.width = 300, .height = 120});
  EXPECT_EQ(image.at(120, 50), Viridis(0.5));
}

TEST(Heatmap, ManyValuesAPixelAreTheirMean) {
  std::vector<float> stripes(20000);
  for (size_t i = 0; i < stripes.size(); ++i) stripes[i] = static_cast<float>(i % 2);
  const Image image = DrawHeatmap({stripes.data(), 1, stripes.size()}, {.height = 120});
  const Color pixel = image.at(500, 50);
  EXPECT_NEAR(pixel.r, Viridis(0.5).r, 12);
  EXPECT_NEAR(pixel.g, Viridis(0.5).g, 12);
}

TEST(Heatmap, RefusesNothingAndTooSmallPictures) {
  test::ExpectError(ErrorCode::kInvalidArgument, "nothing to draw", [] { DrawHeatmap({}, {}); });
  const float value = 1;
  test::ExpectError(ErrorCode::kInvalidArgument, "too small", [&] {
    DrawHeatmap({&value, 1, 1}, {.width = 60, .height = 60});
  });
}

TEST(Spectrogram, HasTheSizeOfTheOriginals) {
  const std::vector<float> mel(80 * 32);
  const Image image = DrawSpectrogram({mel.data(), 80, 32});
  EXPECT_EQ(image.width, 1000);
  EXPECT_EQ(image.height, 200);
}

// A path of one phone a frame stays a closed yellow line, however long the utterance is.
TEST(Alignment, LongPathsStayVisible) {
  constexpr size_t kFrames = 3000, kPhones = 900;
  std::vector<float> path(kFrames * kPhones);
  for (size_t i = 0; i < kFrames; ++i) path[i * kPhones + i * kPhones / kFrames] = 1;
  const Image image = DrawAlignment({path.data(), kFrames, kPhones});
  EXPECT_EQ(image.width, 600);
  EXPECT_EQ(image.height, 400);
  for (int x = 90; x < 500; ++x) {
    bool yellow = false;
    for (int y = 0; y < image.height; ++y) yellow |= image.at(x, y) == Viridis(1);
    EXPECT_TRUE(yellow) << x;
  }
  // It rises from left to right.
  EXPECT_EQ(image.at(500, 330), Viridis(0));
  EXPECT_EQ(image.at(90, 40), Viridis(0));
}

constexpr Color kBlue{31, 119, 180}, kOrange{255, 127, 14};

TEST(LineChart, DrawsEachCurveInItsColour) {
  const Curve flat{.name = "flat", .x = {0, 1, 2}, .y = {5, 5, 5}};
  const Curve steep{.name = "steep", .x = {0, 1, 2}, .y = {0, 5, 10}, .color = 1};
  const Image image = DrawLineChart({flat, steep}, {.title = "Two", .x_label = "Step"});
  EXPECT_EQ(image.width, 900);
  EXPECT_GT(Count(image, kBlue), 700U);
  EXPECT_GT(Count(image, kOrange), 300U);
  const Image twice = DrawLineChart({flat, steep}, {.scale = 2});
  EXPECT_EQ(twice.width, 1800);
  EXPECT_GT(Count(twice, kBlue), 3 * Count(image, kBlue));
}

// Both upper corners and both lower ones have a curve of two points crossing them.
TEST(LineChart, TheLegendAvoidsTheCurves) {
  const Curve upper{.name = "upper", .x = {0, 1}, .y = {10, 9.8}};
  const Curve lower{.name = "lower", .x = {0, 1}, .y = {0, 0.2}, .color = 1};
  Curve upper_only = upper, lower_only = lower;
  upper_only.name = lower_only.name = "";
  const Image with = DrawLineChart({upper, lower}, {});
  const Image without = DrawLineChart({upper_only, lower_only}, {});
  EXPECT_GT(Count(with, kBlue), Count(without, kBlue));  // the sample in the legend is added
  EXPECT_GT(Count(with, kOrange), Count(without, kOrange));
}

TEST(LineChart, GapsStayOpen) {
  const Curve whole{.name = "", .x = {0, 1, 2, 3}, .y = {5, 5, 5, 5}};
  Curve gap = whole;
  gap.y[1] = NAN;
  const size_t all = Count(DrawLineChart({whole}, {}), kBlue);
  const size_t rest = Count(DrawLineChart({gap}, {}), kBlue);
  EXPECT_LT(rest, all / 2);
  EXPECT_GT(rest, all / 4);
}

// As many points as a long run has: the picture is that of the same line with few points.
TEST(LineChart, ThinningChangesNothingVisible) {
  Curve many{.name = ""}, few{.name = ""};
  for (int i = 0; i <= 400000; ++i) {
    many.x.push_back(i);
    many.y.push_back(i * 1e-3);
  }
  few.x = {0, 400000};
  few.y = {0, 400};
  const Image a = DrawLineChart({many}, {}), b = DrawLineChart({few}, {});
  for (size_t i = 0; i < a.pixels.size(); ++i) ASSERT_NEAR(a.pixels[i].r, b.pixels[i].r, 4) << i;
}

TEST(LineChart, LogarithmicScaleLeavesOutWhatIsNotPositive) {
  const Curve curve{.name = "loss", .x = {0, 1, 2, 3}, .y = {100, 1, 0, -1}};
  EXPECT_GT(Count(DrawLineChart({curve}, {.logarithmic = true}), kBlue), 100U);
  const Curve none{.name = "loss", .x = {0}, .y = {-1}};
  DrawLineChart({none}, {});
  test::ExpectError(ErrorCode::kInvalidArgument, "no point to draw on a logarithmic scale",
                    [&] { DrawLineChart({none}, {.logarithmic = true}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "no point to draw", [] { DrawLineChart({}, {}); });
}

}  // namespace
}  // namespace bv2::plot
