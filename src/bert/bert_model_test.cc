#include "bert/bert_model.h"

#include "base/file.h"
#include "tests/support/random_weights.h"
#include "tests/support/test_support.h"

namespace bv2::bert {
namespace {

constexpr const char* kConfig = R"({"model_type": "bert", "hidden_act": "gelu", "hidden_size": 8,
  "intermediate_size": 12, "num_attention_heads": 2, "num_hidden_layers": 3,
  "max_position_embeddings": 16})";

model::Weights SmallBert(const std::string& prefix) {
  test::RandomWeights made;
  const std::string embeddings = prefix + "embeddings.";
  made.Add(embeddings + "word_embeddings.weight", {20, 8})
      .Add(embeddings + "position_embeddings.weight", {16, 8})
      .Add(embeddings + "token_type_embeddings.weight", {2, 8})
      .Add(embeddings + "LayerNorm.weight", {8})
      .Add(embeddings + "LayerNorm.bias", {8});
  const std::string layer = prefix + "encoder.layer.0.";
  const auto linear = [&](const std::string& name, size_t out, size_t in) {
    made.Add(layer + name + ".weight", {out, in}).Add(layer + name + ".bias", {out});
  };
  for (const char* part : {"query", "key", "value"})
    linear("attention.self." + std::string(part), 8, 8);
  linear("attention.output.dense", 8, 8);
  linear("intermediate.dense", 12, 8);
  linear("output.dense", 8, 12);
  for (const char* norm : {"attention.output.LayerNorm", "output.LayerNorm"})
    made.Add(layer + norm + ".weight", {8}).Add(layer + norm + ".bias", {8});
  return made.Build();
}

EncoderShape SmallShape() {
  return {.hidden = 8, .intermediate = 12, .heads = 2, .layers = 3, .max_tokens = 16};
}

TEST(BertModelTest, ReadsTheShape) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "config.json", kConfig);
  const EncoderShape shape = ReadShape(folder / "config.json");
  EXPECT_EQ(shape.hidden, 8u);
  EXPECT_EQ(shape.layers, 3u);
  EXPECT_EQ(shape.norm_eps, 1e-12f);
}

TEST(BertModelTest, RefusesWhatItWouldComputeWrongly) {
  const test::TemporaryFolder folder;
  const auto expect = [&](const char* from, const char* to, const char* message) {
    std::string config = kConfig;
    config.replace(config.find(from), std::string(from).size(), to);
    ReplaceFile(folder / "config.json", config);
    EXPECT_THROW(
        {
          try {
            ReadShape(folder / "config.json");
          } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr(message));
            throw;
          }
        },
        Error);
  };
  expect("\"bert\"", "\"roberta\"", "\"model_type\" is \"roberta\"");
  expect("\"gelu\"", "\"gelu_new\"", "only \"gelu\" is supported");
  expect("\"hidden_size\": 8", "\"hidden_size\": -8", "\"hidden_size\" is -8");
  expect("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1e300", "\"num_hidden_layers\"");
}

TEST(BertModelTest, NamesWhatAFolderLacks) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "does not exist",
                    [&] { OpenEncoder(folder / "missing", ThreadPool(1)); });
  ReplaceFile(folder / "config.json", kConfig);
  test::ExpectError(ErrorCode::kNotFound, "neither model.safetensors nor pytorch_model.bin",
                    [&] { OpenEncoder(folder.path(), ThreadPool(1)); });
}

TEST(BertEncoderTest, FindsTensorsWithAndWithoutPrefix) {
  const ThreadPool pool(2);
  Arena arena;
  const std::vector<int64_t> tokens{1, 5, 7, 2};
  std::vector<float> first;
  for (const char* prefix : {"bert.", ""}) {
    const Encoder encoder(SmallBert(prefix), SmallShape(), pool);
    Matrix features(tokens.size(), 8);
    encoder.Encode(tokens, features, {.pool = pool, .arena = arena});
    if (first.empty()) first.assign(features.view()[3].begin(), features.view()[3].end());
    EXPECT_THAT(features.view()[3], testing::ElementsAreArray(first));
  }
}

TEST(BertEncoderTest, SentencesTogetherGiveWhatEachGivesAlone) {
  const ThreadPool pool(2);
  Arena arena;
  const Context context{.pool = pool, .arena = arena};
  const Encoder encoder(SmallBert("bert."), SmallShape(), pool);
  const std::vector<int64_t> tokens{1, 5, 7, 2, 1, 2, 1, 9, 9, 8, 19, 3, 2};
  const std::vector<size_t> lengths{4, 2, 7};
  Matrix together(tokens.size(), 8);
  encoder.Encode(tokens, lengths, together, context);
  size_t first = 0;
  for (const size_t length : lengths) {
    Matrix alone(length, 8);
    encoder.Encode(std::span(tokens).subspan(first, length), alone, context);
    for (size_t t = 0; t < length; ++t)
      EXPECT_THAT(together.view()[first + t], testing::ElementsAreArray(alone.view()[t]));
    first += length;
  }
  test::ExpectError(ErrorCode::kInvalidArgument, "13 tokens are no sentences of 4",
                    [&] { encoder.Encode(tokens, std::vector<size_t>{4}, together, context); });
}

TEST(BertEncoderTest, RefusesLongSentencesAndUnknownIds) {
  const ThreadPool pool(1);
  Arena arena;
  const Context context{.pool = pool, .arena = arena};
  const Encoder encoder(SmallBert("bert."), SmallShape(), pool);
  Matrix features(17, 8);
  test::ExpectError(ErrorCode::kOutOfRange, "17 BERT tokens; the model takes 16",
                    [&] { encoder.Encode(std::vector<int64_t>(17, 1), features, context); });
  test::ExpectError(ErrorCode::kOutOfRange, "id 20", [&] {
    encoder.Encode(std::vector<int64_t>{20}, features.view().Rows(0, 1), context);
  });
}

}  // namespace
}  // namespace bv2::bert
