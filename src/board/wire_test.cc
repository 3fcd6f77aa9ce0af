#include "board/wire.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

// The examples of the documentation of the encoding.
TEST(Wire, WritesTheDocumentedBytes) {
  std::string message;
  PutInteger(1, 150, message);
  EXPECT_EQ(message, "\x08\x96\x01");
  message.clear();
  PutBytes(2, "testing", message);
  EXPECT_EQ(message, "\x12\x07testing");
  message.clear();
  PutInteger(1, -2, message);
  EXPECT_EQ(message, "\x08\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
  message.clear();
  PutFloat(16, 1, message);
  EXPECT_EQ(message, std::string("\x85\x01\0\0\x80\x3F", 6));
}

TEST(Wire, RoundTrip) {
  std::string message;
  PutInteger(1, INT64_MIN, message);
  PutFloat(2, -0.5F, message);
  PutDouble(3, 1e300, message);
  PutBytes(4, "", message);
  PutDoubles(5, std::vector{1.0, 2.0}, message);
  PutDouble(5, 3, message);
  PutInteger(100000, 7, message);
  WireReader reader(message, "x");
  EXPECT_TRUE(reader.Next());
  EXPECT_EQ(reader.Integer(), INT64_MIN);
  EXPECT_TRUE(reader.Next());
  EXPECT_EQ(reader.Float(), -0.5F);
  EXPECT_EQ(reader.Raw().size(), 4U);
  EXPECT_TRUE(reader.Next());
  EXPECT_EQ(reader.Double(), 1e300);
  EXPECT_TRUE(reader.Next());
  EXPECT_EQ(reader.Bytes(), "");
  std::vector<double> doubles;
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(reader.Next());
    reader.Doubles(doubles);
  }
  EXPECT_THAT(doubles, testing::ElementsAre(1, 2, 3));
  EXPECT_TRUE(reader.Next());
  EXPECT_EQ(reader.field(), 100000);
  EXPECT_FALSE(reader.Next());
}

void ExpectBroken(std::string_view message, std::string_view reason) {
  test::ExpectError(ErrorCode::kCorruptFile, reason, [&] {
    for (WireReader reader(message, "x"); reader.Next();) {
    }
  });
}

TEST(Wire, RefusesBrokenMessages) {
  ExpectBroken("\x08", "a number is cut");
  ExpectBroken("\x08\x80", "a number is cut");
  ExpectBroken("\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", "longer than 64 bits");
  ExpectBroken(
      "\x09"
      "ABC",
      "a number is cut");
  ExpectBroken("\x12\x05tes", "beyond the end");
  ExpectBroken("\x12\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", "beyond the end");
  ExpectBroken("\x0B", "unknown type");
  ExpectBroken(std::string_view("\0\0", 2), "impossible number");
}

TEST(Wire, RefusesTheWrongType) {
  WireReader reader("\x08\x01", "x");
  reader.Next();
  test::ExpectError(ErrorCode::kCorruptFile, "another type", [&] { reader.Bytes(); });
  test::ExpectError(ErrorCode::kCorruptFile, "another type", [&] { reader.Float(); });
  test::ExpectError(ErrorCode::kCorruptFile, "another type", [&] { reader.Raw(); });
  WireReader cut(
      "\x12\x03"
      "abc",
      "x");
  cut.Next();
  std::vector<double> doubles;
  test::ExpectError(ErrorCode::kCorruptFile, "packed numbers are cut",
                    [&] { cut.Doubles(doubles); });
}

}  // namespace
}  // namespace bv2::board
