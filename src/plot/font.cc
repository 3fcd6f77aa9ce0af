#include "plot/font.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/utf8.h"

namespace bv2::plot {
namespace {

constexpr double kUnitsPerEm = 2048;
constexpr double kCapital = 1493;  // height of an H

struct Glyph {
  char32_t character;
  int advance;
  std::string_view outline;
};

constexpr Glyph kGlyphs[] = {
#include "plot/glyphs.inc"
};

const Glyph& GlyphOf(char32_t character) {
  const auto* found =
      std::find_if(std::begin(kGlyphs), std::end(kGlyphs) - 1,
                   [=](const Glyph& glyph) { return glyph.character == character; });
  return *found;  // the last glyph stands for all that are missing
}

// Takes the commands of an outline one by one.
class OutlineReader {
 public:
  explicit OutlineReader(std::string_view text) : text_(text) {}
  bool done() const { return text_.empty(); }
  char Command() {
    const char command = text_.front();
    text_.remove_prefix(1);
    return command;
  }
  Point NextPoint() {
    const double x = Number();
    return {x, Number()};
  }

 private:
  double Number() {
    if (text_.starts_with(' ')) text_.remove_prefix(1);
    double value = 0;
    const auto result = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    text_.remove_prefix(static_cast<size_t>(result.ptr - text_.data()));
    return value;
  }

  std::string_view text_;
};

// Where a point of a glyph lies in the picture.
struct Placement {
  Point origin;  // of the glyph, on the base line
  double scale;
  bool upwards;
  Point operator()(Point p) const {
    if (upwards) return {origin.x - p.y * scale, origin.y - p.x * scale};
    return {origin.x + p.x * scale, origin.y - p.y * scale};
  }
};

void AddGlyph(const Glyph& glyph, const Placement& place, Path& path) {
  for (OutlineReader reader(glyph.outline); !reader.done();) {
    const char command = reader.Command();
    const Point point = place(reader.NextPoint());
    if (command == 'M')
      path.MoveTo(point);
    else if (command == 'L')
      path.LineTo(point);
    else
      path.QuadraticTo(point, place(reader.NextPoint()));
  }
}

double Shift(Align align, double length) {
  return align == Align::kStart ? 0 : align == Align::kMiddle ? length / 2 : length;
}

}  // namespace

double TextWidth(std::string_view text, double size) {
  int64_t units = 0;
  for (const char32_t c : DecodeUtf8(text)) units += GlyphOf(c).advance;
  return static_cast<double>(units) * size / kUnitsPerEm;
}

double CapitalHeight(double size) { return kCapital / kUnitsPerEm * size; }

void DrawText(Canvas& canvas, Point position, std::string_view text, const TextStyle& style) {
  const double back = Shift(style.horizontal, TextWidth(text, style.size));
  // Down from the top of a capital to the base line.
  const double down = CapitalHeight(style.size) - Shift(style.vertical, CapitalHeight(style.size));
  Placement place{position, style.size / kUnitsPerEm, style.upwards};
  if (style.upwards)
    place.origin = {std::round(position.x + down), position.y + back};
  else
    place.origin = {position.x - back, std::round(position.y + down)};
  Path path;
  for (const char32_t c : DecodeUtf8(text)) {
    const Glyph& glyph = GlyphOf(c);
    AddGlyph(glyph, place, path);
    (style.upwards ? place.origin.y : place.origin.x) +=
        (style.upwards ? -1 : 1) * glyph.advance * place.scale;
  }
  canvas.Fill(path, style.color);
}

}  // namespace bv2::plot
