#include "board/record.h"

#include "board/crc32c.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

// The examples of RFC 3720, appendix B.4, and of zlib's manual page for other implementations.
TEST(Crc32c, HasTheValuesOfTheStandard) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AA);
  EXPECT_EQ(Crc32c(std::string(32, '\xFF')), 0x62A8AB43);
  std::string rising, falling;
  for (int i = 0; i < 32; ++i) {
    rising += static_cast<char>(i);
    falling += static_cast<char>(31 - i);
  }
  EXPECT_EQ(Crc32c(rising), 0x46DD794EU);
  EXPECT_EQ(Crc32c(falling), 0x113FDB5CU);
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283);
  EXPECT_EQ(Crc32c(""), 0U);
}

std::string TwoRecords() {
  std::string file;
  AppendRecord("first", file);
  AppendRecord("", file);
  return file;
}

TEST(Record, RoundTrip) {
  const std::string file = TwoRecords();
  EXPECT_EQ(file.size(), 5U + 2 * 16);
  RecordReader reader(file, "x");
  EXPECT_EQ(reader.Next(), "first");
  EXPECT_EQ(reader.Next(), "");
  EXPECT_EQ(reader.Next(), std::nullopt);
  EXPECT_EQ(reader.leftover(), 0U);
}

TEST(Record, ACutFileIsItsWholeRecords) {
  const std::string file = TwoRecords();
  for (size_t size = 0; size < file.size(); ++size) {
    RecordReader reader(std::string_view(file).substr(0, size), "x");
    EXPECT_EQ(reader.Next().has_value(), size >= 21) << size;
    EXPECT_EQ(reader.Next(), std::nullopt) << size;
    EXPECT_EQ(reader.leftover(), size < 21 ? size : size - 21);
  }
}

TEST(Record, EveryChangedByteIsNoticed) {
  const std::string file = TwoRecords();
  for (size_t i = 0; i < 21; ++i) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    test::ExpectError(ErrorCode::kCorruptFile, "x: the checksum of",
                      [&] { RecordReader(changed, "x").Next(); });
  }
}

}  // namespace
}  // namespace bv2::board
