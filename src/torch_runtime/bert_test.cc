#include "torch_runtime/bert.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/thread_pool.h"
#include "bert/bert_model.h"
#include "tests/support/random_weights.h"
#include "tests/support/test_support.h"

namespace bv2::torch_runtime {
namespace {

constexpr bert::EncoderShape kShape{
    .hidden = 24, .intermediate = 40, .heads = 3, .layers = 5, .max_tokens = 16};

model::Weights MakeBert(const std::string& prefix) {
  test::RandomWeights made;
  const std::string embeddings = prefix + "embeddings.";
  made.Add(embeddings + "word_embeddings.weight", {20, 24})
      .Add(embeddings + "position_embeddings.weight", {16, 24})
      .Add(embeddings + "token_type_embeddings.weight", {2, 24});
  const auto pair = [&](const std::string& name, std::vector<size_t> shape) {
    made.Add(prefix + name + ".weight", shape).Add(prefix + name + ".bias", {shape[0]});
  };
  pair("embeddings.LayerNorm", {24});
  for (size_t i = 0; i < bert::LayersRun(kShape); ++i) {
    const std::string layer = "encoder.layer." + std::to_string(i) + ".";
    for (const char* part : {"self.query", "self.key", "self.value", "output.dense"})
      pair(layer + "attention." + part, {24, 24});
    pair(layer + "intermediate.dense", {40, 24});
    pair(layer + "output.dense", {24, 40});
    pair(layer + "attention.output.LayerNorm", {24});
    pair(layer + "output.LayerNorm", {24});
  }
  return made.Build();
}

class BertTest : public testing::Test {
 protected:
  static BertEncoder Make(const model::Weights& weights, const std::string& precision = "fp32") {
    return BertEncoder(
        weights, kShape,
        std::make_shared<const Compute>(EngineOptions{.device = "torch", .precision = precision}));
  }
  Matrix Encode(const bert::FeatureModel& model, std::span<const int64_t> tokens) {
    Matrix features(tokens.size(), model.hidden());
    model.Encode(tokens, features, {pool_, arena_});
    return features;
  }
  static float Distance(const Matrix& a, const Matrix& b) {
    float worst = 0;
    for (size_t t = 0; t < a.rows(); ++t)
      for (size_t c = 0; c < a.cols(); ++c)
        worst = std::max(worst, std::abs(a.view()(t, c) - b.view()(t, c)));
    return worst;
  }

  const ThreadPool pool_{1};
  Arena arena_;
};

TEST_F(BertTest, AgreesWithTheCpu) {
  const std::vector<int64_t> sentences[] = {
      {2, 17, 5, 5, 19, 0, 3}, {2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
  for (const char* prefix : {"", "bert."}) {
    const model::Weights weights = MakeBert(prefix);
    const bert::Encoder cpu(weights, kShape, pool_);
    const BertEncoder torch = Make(weights), lower = Make(weights, "bf16");
    EXPECT_EQ(torch.vocabulary(), 20u);
    EXPECT_EQ(torch.max_tokens(), 16u);
    for (const auto& tokens : sentences) {
      const Matrix expected = Encode(cpu, tokens);
      EXPECT_LT(Distance(Encode(torch, tokens), expected), 2e-5f);
      EXPECT_LT(Distance(Encode(lower, tokens), expected), 0.2f);
    }
  }
}

TEST_F(BertTest, RefusesWhatAGpuWouldNotSurvive) {
  const BertEncoder torch = Make(MakeBert(""));
  const auto expect = [&](const std::vector<int64_t>& tokens, const char* message) {
    test::ExpectError(ErrorCode::kOutOfRange, message, [&] { Encode(torch, tokens); });
  };
  expect({1, 20}, "token 20 is not among the 20");
  expect({-1}, "token -1");
  expect(std::vector<int64_t>(17, 1), "a sentence of 17 BERT tokens; the model takes 16");
}

}  // namespace
}  // namespace bv2::torch_runtime
