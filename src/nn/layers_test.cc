#include "nn/conv1d.h"
#include "nn/embedding.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"
#include "tests/support/random_weights.h"
#include "tests/support/test_support.h"

namespace bv2::nn {
namespace {

class LayersTest : public testing::Test {
 protected:
  ThreadPool pool_{2};
  Arena arena_;
  Context context_{.pool = pool_, .arena = arena_};
};

Matrix Signal(size_t rows, size_t cols) {
  Matrix x(rows, cols);
  const auto values = test::RandomFloats(rows * cols, 3);
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < cols; ++c) x(r, c) = values[r * cols + c];
  return x;
}

TEST_F(LayersTest, ConvolutionKeepsTheLengthForEveryKernel) {
  for (const size_t taps : {1, 2, 3, 4, 5}) {
    const auto weights = test::RandomWeights().AddConv("c", 5, 3, taps).Build();
    const Conv1d conv(weights, "c", {.in = 3, .out = 5, .taps = taps, .dilation = 2});
    EXPECT_EQ(conv.pad_left() + conv.pad_right(), (taps - 1) * 2);
    EXPECT_LE(conv.pad_left(), conv.pad_right());
  }
}

TEST_F(LayersTest, PartsOfASignalEqualTheWhole) {
  const auto weights = test::RandomWeights().AddConv("c", 5, 3, 5).Build();
  const Conv1d conv(weights, "c", {.in = 3, .out = 5, .taps = 5, .dilation = 3});
  const Matrix x = Signal(40, 3);
  Matrix whole(40, 5), part(10, 5);
  conv.Forward(x, whole, context_);
  conv.ForwardPart(x.view().Rows(4, 30), 4, part, 12, context_);
  for (size_t t = 0; t < 10; ++t)
    for (size_t c = 0; c < 5; ++c) EXPECT_EQ(part(t, c), whole(12 + t, c));
}

TEST_F(LayersTest, LinearReadsBothStoredForms) {
  test::RandomWeights made;
  made.Add("a.weight", {4, 3}).Add("a.bias", {4}).AddConv("b", 4, 3, 1);
  const auto weights = made.Build();
  EXPECT_EQ(Linear(weights, "a", 3, 4).out(), 4u);
  EXPECT_EQ(Linear(weights, "b", 3, 4).out(), 4u);
  test::ExpectError(ErrorCode::kInvalidArgument, "a.weight has shape [4, 3]",
                    [&] { Linear(weights, "a", 5, 4); });
  test::ExpectError(ErrorCode::kNotFound, "no tensor c.", [&] { Linear(weights, "c", 3, 4); });
}

TEST_F(LayersTest, EmbeddingRefusesIdsOutsideTheTable) {
  const auto weights = test::RandomWeights().Add("enc.emb.weight", {7, 3}).Build();
  const Embedding embedding(weights.Scope("enc"), "emb", 3);
  EXPECT_EQ(embedding.count(), 7u);
  EXPECT_EQ(embedding.Row(6).size(), 3u);
  for (const int64_t id : {-1, 7})
    test::ExpectError(ErrorCode::kOutOfRange, "'enc.emb', which has 7 rows",
                      [&] { embedding.Row(id); });
}

TEST_F(LayersTest, LayerNormFindsOldAndNewNames) {
  const auto weights = test::RandomWeights()
                           .Add("old.gamma", {8})
                           .Add("old.beta", {8})
                           .Add("new.weight", {8})
                           .Add("new.bias", {8})
                           .Build();
  Matrix x = Signal(2, 8), y(2, 8);
  for (const char* name : {"old", "new"}) LayerNorm(weights, name, 8).Forward(x, {}, y);
  EXPECT_NE(y(0, 0), 0.0f);
}

TEST_F(LayersTest, AttentionRefusesHeadsThatDoNotDivide) {
  test::RandomWeights made;
  for (const char* name : {"conv_q", "conv_k", "conv_v", "conv_o"}) made.AddConv(name, 10, 10, 1);
  test::ExpectError(ErrorCode::kInvalidArgument, "3 attention heads do not divide",
                    [&] { SelfAttention(made.Build(), 10, 3); });
}

}  // namespace
}  // namespace bv2::nn
