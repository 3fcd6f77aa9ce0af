#include "model/weights.h"

#include <algorithm>

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

}  // namespace
}  // namespace bv2::model
