#include "bert/convert.h"

#include <cmath>

#include "base/file.h"
#include "bert/bert_model.h"
#include "model/safetensors.h"
#include "tests/support/random_weights.h"
#include "tests/support/test_support.h"

namespace bv2::bert {
namespace {

constexpr size_t kHidden = 512, kInner = 1024, kTokens = 40;  // large enough to stay in 16 bits

// A BERT of one layer that is run, two that are not, and a head.
void WriteBert(const std::filesystem::path& folder, float largest = 0) {
  ReplaceFile(folder / "vocab.txt", "[PAD]\n");
  ReplaceFile(folder / "config.json",
              fmt::format(R"({{"model_type": "bert", "hidden_size": {}, "intermediate_size": {},
                              "num_attention_heads": 8, "num_hidden_layers": 3,
                              "max_position_embeddings": 64}})",
                          kHidden, kInner));
  model::Safetensors file;
  uint64_t seed = 1;
  const auto add = [&](const std::string& name, std::vector<size_t> shape) {
    std::vector<float> values =
        test::RandomFloats(shape.size() == 1 ? shape[0] : shape[0] * shape[1], seed++);
    const float scale = shape.size() == 1 ? 1.0f : 1 / std::sqrt(static_cast<float>(shape[1]));
    for (float& value : values) value *= scale;
    if (largest != 0) values[0] = largest;
    file.tensors.emplace_back("bert." + name, model::TensorOfFloats(shape, values));
  };
  add("embeddings.word_embeddings.weight", {100, kHidden});
  add("embeddings.position_embeddings.weight", {64, kHidden});
  add("embeddings.token_type_embeddings.weight", {2, kHidden});
  for (const char* part : {"weight", "bias"})
    add(fmt::format("embeddings.LayerNorm.{}", part), {kHidden});
  for (int i = 0; i < 3; ++i) {
    const std::string layer = fmt::format("encoder.layer.{}.", i);
    const auto linear = [&](const std::string& name, size_t out, size_t in) {
      add(layer + name + ".weight", {out, in});
      add(layer + name + ".bias", {out});
    };
    for (const char* part : {"query", "key", "value"})
      linear("attention.self." + std::string(part), kHidden, kHidden);
    linear("attention.output.dense", kHidden, kHidden);
    linear("intermediate.dense", kInner, kHidden);
    linear("output.dense", kHidden, kInner);
    for (const char* norm : {"attention.output.LayerNorm", "output.LayerNorm"})
      for (const char* part : {"weight", "bias"})
        add(fmt::format("{}{}.{}", layer, norm, part), {kHidden});
  }
  add("pooler.dense.weight", {kHidden, kHidden});
  model::WriteSafetensors(folder / "model.safetensors", file);
}

Matrix Features(const std::filesystem::path& folder, int threads) {
  const ThreadPool pool(threads);
  Arena arena;
  std::vector<int64_t> tokens(kTokens);
  for (size_t t = 0; t < kTokens; ++t) tokens[t] = static_cast<int64_t>(t * 7 % 100);
  Matrix features(kTokens, kHidden);
  OpenEncoder(folder, pool).Encode(tokens, features, {pool, arena});
  return features;
}

TEST(ConvertBertTest, HalvesTheFileAndKeepsTheFeatures) {
  const test::TemporaryFolder folder;
  WriteBert(folder.path());
  const auto half = folder / "half";
  ConvertFolder(folder.path(), half);
  // One layer of three, in half of the bytes.
  EXPECT_LT(std::filesystem::file_size(half / "model.safetensors"),
            std::filesystem::file_size(folder / "model.safetensors") / 5);
  const Matrix before = Features(folder.path(), 2), after = Features(half, 2);
  double error = 0, power = 0;
  for (size_t t = 0; t < kTokens; ++t)
    for (size_t c = 0; c < kHidden; ++c) {
      error += std::pow(double{after(t, c)} - before(t, c), 2);
      power += std::pow(double{before(t, c)}, 2);
    }
  // Each weight is off by up to 2^-12 of its size; sums average that.
  EXPECT_GT(error, 0.0);
  EXPECT_LT(std::sqrt(error / power), 3e-4);
}

TEST(ConvertBertTest, HalvesComputeTheSameOnAnyNumberOfThreads) {
  const test::TemporaryFolder folder;
  WriteBert(folder.path());
  ConvertFolder(folder.path(), folder / "half");
  const Matrix one = Features(folder / "half", 1), three = Features(folder / "half", 3);
  for (size_t t = 0; t < kTokens; ++t)
    EXPECT_THAT(one.view()[t], testing::ElementsAreArray(three.view()[t]));
}

TEST(ConvertBertTest, RefusesWhatItCannotKeep) {
  const test::TemporaryFolder folder;
  WriteBert(folder.path(), 1e6f);
  test::ExpectError(ErrorCode::kInvalidArgument, "half precision cannot hold",
                    [&] { ConvertFolder(folder.path(), folder / "half"); });
  EXPECT_FALSE(std::filesystem::exists(folder / "half"));
  test::ExpectError(ErrorCode::kInvalidArgument, "in place",
                    [&] { ConvertFolder(folder.path(), folder.path()); });
  test::ExpectError(ErrorCode::kNotFound, "does not exist",
                    [&] { ConvertFolder(folder / "missing", folder / "half"); });
}

}  // namespace
}  // namespace bv2::bert
