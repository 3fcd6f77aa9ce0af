#include "plot/canvas.h"

#include <cmath>
#include <numbers>

#include "tests/support/test_support.h"

namespace bv2::plot {
namespace {

// Black on white, in pixels.
double Ink(const Image& image) {
  double ink = 0;
  for (const Color pixel : image.pixels) ink += (255 - pixel.r) / 255.0;
  return ink;
}

Path Polygon(const std::vector<Point>& corners) {
  Path path;
  path.MoveTo(corners[0]);
  for (size_t i = 1; i < corners.size(); ++i) path.LineTo(corners[i]);
  return path;
}

TEST(Canvas, CoversPixelsByTheirShare) {
  Canvas canvas(4, 3);
  canvas.FillRect({0.5, 1, 3, 1.5}, kBlack);
  const Image& image = canvas.image();
  EXPECT_EQ(image.at(0, 1).r, 191);  // a quarter
  EXPECT_EQ(image.at(1, 1).r, 128);
  EXPECT_EQ(image.at(2, 1).g, 128);
  EXPECT_EQ(image.at(3, 1), kWhite);
  EXPECT_EQ(image.at(1, 0), kWhite);
  EXPECT_EQ(image.at(1, 2), kWhite);
}

TEST(Canvas, FillsAnyPolygonByItsArea) {
  for (const double turn : {0.0, 0.3, 1.1, 2.0, 4.4}) {
    std::vector<Point> star;
    double area = 0;
    for (int i = 0; i < 10; ++i) {
      const double radius = i % 2 == 0 ? 18.3 : 7.1, angle = turn + i * std::numbers::pi / 5;
      star.push_back({20 + radius * std::cos(angle), 20 + radius * std::sin(angle)});
    }
    for (size_t i = 0; i < star.size(); ++i) {
      const Point a = star[i], b = star[(i + 1) % star.size()];
      area += (a.x * b.y - b.x * a.y) / 2;
    }
    Canvas canvas(40, 40);
    canvas.Fill(Polygon(star), kBlack);
    EXPECT_NEAR(Ink(canvas.image()), area, 0.5) << turn;
  }
}

TEST(Canvas, OppositeContoursAreHoles) {
  Path ring = Polygon({{1, 1}, {9, 1}, {9, 9}, {1, 9}});
  ring.MoveTo({3, 3});
  ring.LineTo({3, 7});
  ring.LineTo({7, 7});
  ring.LineTo({7, 3});
  Canvas canvas(10, 10);
  canvas.Fill(ring, kBlack);
  EXPECT_EQ(canvas.image().at(5, 5), kWhite);
  EXPECT_EQ(canvas.image().at(2, 5), kBlack);
  EXPECT_NEAR(Ink(canvas.image()), 48, 1e-9);
}

TEST(Canvas, CutsOffWhatLiesOutside) {
  Canvas canvas(10, 10);
  canvas.Fill(Polygon({{-50, -50}, {60, -50}, {60, 5}, {-50, 5}}), kBlack);
  EXPECT_NEAR(Ink(canvas.image()), 50, 1e-9);
  canvas.FillRect({20, 20, 30, 30}, kBlack);
  EXPECT_NEAR(Ink(canvas.image()), 50, 1e-9);
  const Point line[] = {{-5, 8.5}, {50, 8.5}};
  canvas.Stroke(line, 1, kBlack, {2, 0, 6, 10});
  EXPECT_NEAR(Ink(canvas.image()), 54, 1e-9);
}

TEST(Canvas, JointsAreNotDarkerThanTheLine) {
  Canvas whole(20, 20), pieces(20, 20);
  const Point ends[] = {{2, 3}, {17, 14}};
  const Point more[] = {{2, 3}, {5, 5.2}, {8, 7.4}, {11, 9.6}, {17, 14}};
  whole.Stroke(ends, 1.5, kBlack, {0, 0, 20, 20});
  pieces.Stroke(more, 1.5, kBlack, {0, 0, 20, 20});
  EXPECT_EQ(whole.image().pixels, pieces.image().pixels);
  const double length = std::hypot(15, 11);
  EXPECT_NEAR(Ink(whole.image()), 1.5 * length + std::numbers::pi * 0.75 * 0.75, 1);
}

TEST(Canvas, ScaleMultipliesEverything) {
  Canvas canvas(10, 5, 2);
  EXPECT_EQ(canvas.image().width, 20);
  EXPECT_EQ(canvas.image().height, 10);
  canvas.FillRect({1, 1, 3, 2}, kBlack);
  EXPECT_EQ(canvas.image().at(2, 2), kBlack);
  EXPECT_EQ(canvas.image().at(5, 3), kBlack);
  EXPECT_NEAR(Ink(canvas.image()), 8, 1e-9);
}

TEST(Canvas, RefusesImpossibleSizes) {
  test::ExpectError(ErrorCode::kInvalidArgument, "0 × 5", [] { Canvas(0, 5); });
  test::ExpectError(ErrorCode::kInvalidArgument, "at 100 times", [] { Canvas(1000, 5, 100); });
}

}  // namespace
}  // namespace bv2::plot
