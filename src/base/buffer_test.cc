#include "base/buffer.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(BufferTest, StartsZeroedAndAligned) {
  const Buffer<float> buffer(37);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % kAlignment, 0u);
  EXPECT_THAT(buffer.span(), testing::Each(0.0f));
}

TEST(BufferTest, MovedFromIsEmpty) {
  Buffer<int> a(5);
  const Buffer<int> b = std::move(a);
  EXPECT_TRUE(a.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(b.size(), 5u);
}

TEST(BufferTest, RefusesSizesThatOverflow) {
  test::ExpectError(ErrorCode::kInvalidArgument, "too large",
                    [] { Buffer<double> huge(SIZE_MAX / 4); });
}

TEST(BufferTest, StridesAvoidWholePages) {
  EXPECT_EQ(PaddedStride<float>(1), 16u);
  EXPECT_EQ(PaddedStride<float>(192), 192u);
  EXPECT_EQ(PaddedStride<float>(1024), 1040u);
}

TEST(MatrixTest, ViewsShareRowsAndColumns) {
  Matrix m(3, 20);
  m(1, 5) = 7;
  EXPECT_EQ(m.view().Rows(1, 2).Cols(5, 3)(0, 0), 7);
}

}  // namespace
}  // namespace bv2
