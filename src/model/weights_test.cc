#include "model/weights.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <numeric>

#include "model/safetensors.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

Weights Memory(NamedTensors tensors) {
  return Weights(std::make_shared<const TensorFile>("memory", std::move(tensors)));
}

TEST(Weights, ReadsTheModelOfATrainingCheckpoint) {
  const Weights weights = Weights::Open(TestData("golden/models/b16/G_0.pth"));
  EXPECT_EQ(weights.Shape("enc_p.emb.weight"), (std::vector<size_t>{112, 8}));
  const Weights encoder = weights.Scope("enc_p").Scope("encoder").Scope("attn_layers", 0);
  EXPECT_EQ(encoder.prefix(), "enc_p.encoder.attn_layers.0.");
  EXPECT_TRUE(encoder.Has("conv_q.weight"));
  EXPECT_EQ(encoder.Get("conv_q.weight", {8, 8, 1}).size(), 64u);
  EXPECT_FALSE(encoder.Has("conv_z.weight"));
}

TEST(Weights, ZipAndSafetensorsHoldTheSameValues) {
  const Weights zip = Weights::Open(TestData("golden/bert/model_zh/pytorch_model.bin"));
  const Weights safe = Weights::Open(TestData("golden/bert/model_zh/model.safetensors"));
  ASSERT_FALSE(safe.file().tensors().empty());
  for (const auto& [name, tensor] : safe.file().tensors()) {
    const Floats a = zip.Get(name, tensor.shape);
    const Floats b = safe.Get(name, tensor.shape);
    ASSERT_TRUE(std::equal(a.span().begin(), a.span().end(), b.span().begin(), b.span().end()))
        << name;
  }
}

TEST(Weights, ReadsTheLegacyFormat) {
  const Weights weights = Weights::Open(TestData("golden/bert/model_old/pytorch_model.bin"));
  EXPECT_EQ(weights.Shape("bert.embeddings.word_embeddings.weight"), (std::vector<size_t>{79, 32}));
  EXPECT_TRUE(weights.Has("bert.embeddings.LayerNorm.gamma"));
  // The first row, of [PAD], is zero; the last value as Python's struct module reads it.
  const Floats words = weights.Get("bert.embeddings.word_embeddings.weight", {79, 32});
  EXPECT_EQ(words.span().front(), 0.0f);
  EXPECT_EQ(words.span().back(), -0.1155998557806015f);
}

TEST(Weights, NamesWhatIsMissingOrMisshapen) {
  const Weights weights = Weights::Open(TestData("golden/models/b16/G_0.pth"));
  ExpectError(ErrorCode::kNotFound, "no tensor enc_p.nothing; this file looks like Bert-VITS2 1.1",
              [&] { weights.Scope("enc_p").Get("nothing", {1}); });
  ExpectError(ErrorCode::kInvalidArgument, "has shape [112, 8], the network needs [112, 9]", [&] {
    weights.Get("enc_p.emb.weight", {112, 9});
  });
}

TEST(Weights, OldVoicesGetZerosForTheJapaneseProjection) {
  const Weights weights = OpenVoiceWeights(TestData("golden/checkpoint/G_old.pth"));
  const Floats zeros = weights.Get("enc_p.ja_bert_proj.weight", {8, 768, 1});
  for (const float v : zeros.span()) ASSERT_EQ(v, 0.0f);
  EXPECT_EQ(weights.Get("enc_p.ja_bert_proj.bias", {8}).size(), 8u);
  ExpectError(ErrorCode::kNotFound, "enc_p.ja_bert_proj.bias", [] {
    Weights::Open(TestData("golden/checkpoint/G_old.pth")).Get("enc_p.ja_bert_proj.bias", {8});
  });
}

TEST(Weights, PartialVoicesAreRefused) {
  const Weights weights = OpenVoiceWeights(TestData("golden/checkpoint/G_partial.pth"));
  ExpectError(ErrorCode::kNotFound,
              "no tensor enc_p.bert_proj.weight; this file looks like an incomplete voice", [&] {
                weights.Get("enc_p.bert_proj.weight", {8, 1024, 1});
              });
}

TEST(Weights, FoldsBothSpellingsOfWeightNorm) {
  const std::vector<float> v = {3, 4, 0, 2};
  const std::vector<float> g = {10, -1};
  const std::vector<float> expected = {6, 8, 0, -1};
  for (const auto& [magnitude, direction] :
       {std::pair{"c.weight_g", "c.weight_v"},
        {"c.parametrizations.weight.original0", "c.parametrizations.weight.original1"}}) {
    const Weights weights = Memory(
        {{magnitude, TensorOfFloats({2, 1, 1}, g)}, {direction, TensorOfFloats({2, 2, 1}, v)}});
    const Floats folded = weights.GetNormed("c", {2, 2, 1});
    EXPECT_EQ(std::vector<float>(folded.span().begin(), folded.span().end()), expected);
    EXPECT_EQ(weights.NormedShape("c"), (std::vector<size_t>{2, 2, 1}));
  }
}

TEST(Weights, PlainWeightNeedsNoFolding) {
  const std::vector<float> v = {3, 4};
  const Weights weights = Memory({{"c.weight", TensorOfFloats({1, 2}, v)}});
  EXPECT_EQ(weights.GetNormed("c", {1, 2}).span()[1], 4.0f);
}

// Bytes of this process that are in memory now, pages of files included.
size_t Resident() {
  size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Weights, WhatIsReleasedDoesNotCountAsMemory) {
  const test::TemporaryFolder folder;
  const std::vector<size_t> shape{4096, 4096};
  const size_t bytes = shape[0] * shape[1] * sizeof(float);
  {
    std::vector<float> values(shape[0] * shape[1], 0.5f);
    WriteSafetensors(folder / "a.safetensors",
                     {.tensors = {{"a", TensorOfFloats(shape, values)}}, .metadata = {}});
  }
  const Weights weights = Weights::Open(folder / "a.safetensors");
  const Floats values = weights.Get("a", shape);
  const auto sum = [&] { return std::accumulate(values.span().begin(), values.span().end(), 0.0); };
  EXPECT_EQ(sum(), static_cast<double>(values.size()) / 2);
  const size_t read = Resident();
  weights.Release(values);
  EXPECT_LT(Resident(), read - bytes * 9 / 10);
  EXPECT_EQ(sum(), static_cast<double>(values.size()) / 2);  // it can be read again
}

TEST(Weights, HalvesComeAsTheyAreStored) {
  const std::vector<uint16_t> bits{0x3C00, 0xC000, 0x0001, 0x7BFF};  // 1, -2, 2^-24, 65504
  const auto bytes = std::as_bytes(std::span(bits));
  const Weights weights =
      Memory({{"half", TensorOfBytes(DType::kF16, {2, 2}, {bytes.begin(), bytes.end()})},
              {"full", TensorOfFloats({1}, std::vector<float>{1})}});
  const auto half = weights.GetHalf("half", {2, 2});
  ASSERT_TRUE(half.has_value());
  EXPECT_EQ(half->dtype, DType::kF16);
  EXPECT_TRUE(std::ranges::equal(half->bits, bits));
  const std::vector<float> values{1, -2, 0x1p-24f, 65504};
  EXPECT_TRUE(std::ranges::equal(weights.Get("half", {2, 2}).span(), values));
  EXPECT_FALSE(weights.GetHalf("full", {1}).has_value());
  ExpectError(ErrorCode::kInvalidArgument, "half", [&] { weights.GetHalf("half", {4}); });
}

}  // namespace
}  // namespace bv2::model
