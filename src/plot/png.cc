#include "plot/png.h"

#include <zlib.h>

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/error.h"

namespace bv2::plot {
namespace {

void PutBigEndian(uint32_t value, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

// Length, type, content, and a checksum of type and content.
void PutChunk(std::string_view type, std::string_view content, std::string& out) {
  PutBigEndian(static_cast<uint32_t>(content.size()), out);
  const size_t start = out.size();
  out.append(type).append(content);
  const auto* checked = reinterpret_cast<const Bytef*>(out.data() + start);
  PutBigEndian(static_cast<uint32_t>(crc32(0, checked, static_cast<uInt>(out.size() - start))),
               out);
}

// Each row follows the number of its filter. "Up", the difference to the row above, makes
// runs of zeros of the vertical edges and flat areas that plots consist of.
std::string FilteredRows(const Image& image) {
  constexpr char kUp = 2;
  const size_t bytes = static_cast<size_t>(image.width) * sizeof(Color);
  const auto* pixels = reinterpret_cast<const uint8_t*>(image.pixels.data());
  std::string rows;
  rows.reserve((bytes + 1) * static_cast<size_t>(image.height));
  for (size_t y = 0; y < static_cast<size_t>(image.height); ++y) {
    rows += kUp;
    const uint8_t* row = pixels + y * bytes;
    for (size_t x = 0; x < bytes; ++x)
      rows += static_cast<char>(y == 0 ? row[x] : row[x] - *(row + x - bytes));
  }
  return rows;
}

std::string Deflate(const std::string& data) {
  uLongf size = compressBound(data.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                reinterpret_cast<const Bytef*>(data.data()), data.size(), 6) != Z_OK)
    Fail(ErrorCode::kInternal, "zlib cannot compress {} bytes", data.size());
  packed.resize(size);
  return packed;
}

}  // namespace

std::string EncodePng(const Image& image) {
  static_assert(sizeof(Color) == 3);
  BV2_CHECK(image.width > 0 && image.height > 0 && image.width <= 1 << 14 &&
                image.height <= 1 << 14 &&
                image.pixels.size() == static_cast<size_t>(image.width) * image.height,
            "a picture of {} × {} pixels cannot be written", image.width, image.height);
  std::string header;
  PutBigEndian(static_cast<uint32_t>(image.width), header);
  PutBigEndian(static_cast<uint32_t>(image.height), header);
  header.append({8, 2, 0, 0, 0});  // bits, RGB, deflate, the five filters, not interlaced
  std::string png("\x89PNG\r\n\x1a\n");
  PutChunk("IHDR", header, png);
  PutChunk("IDAT", Deflate(FilteredRows(image)), png);
  PutChunk("IEND", "", png);
  return png;
}

}  // namespace bv2::plot
