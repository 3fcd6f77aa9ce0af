#include "plot/png.h"

#include <zlib.h>

#include <string_view>

#include "tests/support/test_support.h"

namespace bv2::plot {
namespace {

uint32_t BigEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (const char byte : bytes.substr(0, 4)) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

// Takes the next chunk off `png`, which must be of this type and have the right checksum.
std::string_view NextChunk(std::string_view& png, std::string_view type) {
  const uint32_t size = BigEndian(png);
  EXPECT_EQ(png.substr(4, 4), type);
  EXPECT_EQ(BigEndian(png.substr(8 + size)),
            crc32(0, reinterpret_cast<const Bytef*>(png.data() + 4), size + 4));
  const std::string_view content = png.substr(8, size);
  png.remove_prefix(12 + size);
  return content;
}

TEST(Png, HoldsThePixels) {
  Image image{3, 2, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {255, 0, 9}, {0, 5, 250}, {7, 8, 9}}};
  const std::string file = EncodePng(image);
  std::string_view png = file;
  ASSERT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
  png.remove_prefix(8);
  EXPECT_EQ(NextChunk(png, "IHDR"), std::string_view("\0\0\0\3\0\0\0\2\x08\2\0\0\0", 13));
  const std::string_view packed = NextChunk(png, "IDAT");
  NextChunk(png, "IEND");
  EXPECT_TRUE(png.empty());

  std::string rows(2 * (1 + 9), '\0');
  uLongf size = rows.size();
  ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                       reinterpret_cast<const Bytef*>(packed.data()), packed.size()),
            Z_OK);
  ASSERT_EQ(size, rows.size());
  const auto* expected = reinterpret_cast<const uint8_t*>(image.pixels.data());
  for (size_t x = 0; x < 9; ++x) {
    EXPECT_EQ(static_cast<uint8_t>(rows[1 + x]), expected[x]);
    EXPECT_EQ(static_cast<uint8_t>(rows[1 + x] + rows[11 + x]), expected[9 + x]);
  }
  EXPECT_EQ(rows[0], 2);
  EXPECT_EQ(rows[10], 2);
}

TEST(Png, RefusesAPictureWithoutPixels) {
  test::ExpectError(ErrorCode::kInvalidArgument, "0 × 5 pixels", [] { EncodePng({0, 5, {}}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "2 × 1 pixels", [] {
    EncodePng({2, 1, {kBlack}});
  });
}

}  // namespace
}  // namespace bv2::plot
