#include "model/convert.h"

#include <cmath>

#include "base/file.h"
#include "model/checkpoint.h"
#include "model/inspect.h"
#include "model/torch_file.h"
#include "model/weights.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

class ThereAndBack : public testing::TestWithParam<const char*> {};

TEST_P(ThereAndBack, GivesTheSameBytes) {
  const auto original = TestData(std::string("golden/") + GetParam());
  test::TemporaryFolder folder;
  const auto safe = folder / "x.safetensors";
  const auto back = folder / original.filename().string();
  ConvertCheckpoint(original, safe, {});
  ConvertCheckpoint(safe, back, {});
  EXPECT_TRUE(ReadFile(back) == ReadFile(original));
}

INSTANTIATE_TEST_SUITE_P(Golden, ThereAndBack,
                         testing::Values("models/b16/G_0.pth", "train/b16/DUR_5.pth",
                                         "checkpoint/G_old.pth", "checkpoint/G_partial.pth"));

TEST(Convert, AConvertedCheckpointIsAVoice) {
  test::TemporaryFolder folder;
  const auto path = TestData("golden/models/b16/G_0.pth");
  ConvertCheckpoint(path, folder / "v.safetensors", {});
  const Weights a = Weights::Open(path);
  const Weights b = Weights::Open(folder / "v.safetensors");
  const auto shape = a.Shape("dec.conv_pre.weight");
  const Floats x = a.Get("dec.conv_pre.weight", shape);
  const Floats y = b.Get("dec.conv_pre.weight", shape);
  EXPECT_TRUE(std::equal(x.span().begin(), x.span().end(), y.span().begin(), y.span().end()));
}

TEST(Convert, ValuesOfEveryKindSurvive) {
  const Value root =
      Dict{.items = {{"none", Value()},
                     {"list", List{{1, 2.0, -0.0, "text", true}}},
                     {"tuple", Tuple{{Tuple{}, List{}}}},
                     {"floats", List{{std::nan(""), HUGE_VAL, -HUGE_VAL, 5e-324, 0.1}}},
                     {int64_t{7}, Dict{.items = {{true, INT64_MIN}},
                                       .ordered = true,
                                       .attributes = {{"_metadata", Dict{}}}}},
                     {"tensor", TensorOfFloats({2}, std::vector<float>{1, 2})},
                     {2.5, Dict{}}},
           .ordered = false,
           .attributes = {}};
  test::TemporaryFolder folder;
  WriteCheckpoint(folder / "a.pth", root);
  ConvertCheckpoint(folder / "a.pth", folder / "a.safetensors", {});
  ConvertCheckpoint(folder / "a.safetensors", folder / "sub.pth", {});
  ConvertCheckpoint(folder / "sub.pth", folder / "a.pt", {});  // the folder in it is "a" again
  EXPECT_TRUE(ReadFile(folder / "a.pt") == ReadFile(folder / "a.pth"));
}

TEST(Convert, StripAndHalfShrinkAVoice) {
  test::TemporaryFolder folder;
  const auto path = TestData("golden/models/b16/G_0.pth");
  ConvertCheckpoint(path, folder / "s.safetensors", {.strip = true, .half = true});
  const Inspection before = Inspect(path);
  const Inspection after = Inspect(folder / "s.safetensors");
  EXPECT_EQ(before.format, "torch zip");
  EXPECT_EQ(after.format, "safetensors");
  EXPECT_EQ(after.version, "Bert-VITS2 1.1");
  EXPECT_TRUE(after.runnable && after.stripped && !before.stripped);
  EXPECT_TRUE(before.has_optimizer && !after.has_optimizer);
  EXPECT_LT(after.parameters, before.parameters);
  EXPECT_EQ(after.tensor_bytes, after.parameters * 2);
  EXPECT_EQ(after.dtypes.front().first, DType::kF16);
  EXPECT_EQ(after.iteration, before.iteration);
  for (const auto& tensor : after.tensors) EXPECT_FALSE(IsTrainingTensor(tensor.name));
  const Weights weights = Weights::Open(folder / "s.safetensors");
  EXPECT_FALSE(weights.Has("enc_q.pre.weight"));
  const Floats full = Weights::Open(path).Get("enc_p.emb.weight", {112, 8});
  const Floats half = weights.Get("enc_p.emb.weight", {112, 8});
  for (size_t i = 0; i < full.size(); ++i)
    ASSERT_NEAR(half.span()[i], full.span()[i], std::abs(full.span()[i]) * 0x1p-11f + 0x1p-25f);
}

TEST(Convert, DroppingTheOptimizerKeepsEveryWeight) {
  test::TemporaryFolder folder;
  const auto path = TestData("golden/train/b16/DUR_5.pth"), out = folder / "d.pth";
  ConvertCheckpoint(path, out, {.drop_optimizer = true});
  const Value before = ReadCheckpoint(path), after = ReadCheckpoint(out);
  EXPECT_FALSE(before.If<Dict>()->Find("optimizer")->is_none());
  EXPECT_TRUE(after.If<Dict>()->Find("optimizer")->is_none());
  const auto tensors = [](const Value& checkpoint) {
    return checkpoint.If<Dict>()->Find("model")->If<Dict>()->items.size();
  };
  EXPECT_EQ(tensors(after), tensors(before));
}

TEST(Convert, PlainTensorsBecomeAStateDict) {
  test::TemporaryFolder folder;
  ConvertCheckpoint(TestData("golden/bert/model_zh/model.safetensors"), folder / "b.bin", {});
  const Value value = ReadTorchFile(MapFile(folder / "b.bin"));
  ASSERT_NE(value.If<Dict>(), nullptr);
  EXPECT_TRUE(value.If<Dict>()->ordered);
  EXPECT_NE(value.If<Dict>()->Find("bert.embeddings.word_embeddings.weight"), nullptr);
}

TEST(Convert, RefusesWhatItCannotWrite) {
  test::TemporaryFolder folder;
  ExpectError(ErrorCode::kInvalidArgument, "must end in .safetensors", [&] {
    ConvertCheckpoint(TestData("golden/models/b16/DUR_0.pth"), folder / "x.onnx", {});
  });
  const std::vector<float> large = {1e6f};
  WriteCheckpoint(
      folder / "l.pth",
      Dict{.items = {{"w", TensorOfFloats({1}, large)}}, .ordered = true, .attributes = {}});
  ExpectError(ErrorCode::kInvalidArgument, "tensor w contains 1000000",
              [&] { ConvertCheckpoint(folder / "l.pth", folder / "h.pth", {.half = true}); });
}

TEST(Convert, ADamagedTreeIsAnError) {
  for (const char* tree : {R"({"what": 1})", R"({"tensor": "absent"})", R"({"dict": [[1]]})",
                           R"({"float": "?"})", R"({"tuple": 1})", "["}) {
    const Safetensors content{.tensors = {}, .metadata = {{std::string(kTreeKey), tree}}};
    ExpectError(ErrorCode::kCorruptFile, "x.safetensors",
                [&] { FromSafetensors(content, "x.safetensors"); });
  }
}

TEST(Inspect, TellsWhatATrainingCheckpointIs) {
  const Inspection seen = Inspect(TestData("golden/checkpoint/G_old.pth"));
  EXPECT_EQ(seen.version, "Bert-VITS2 1.0");
  EXPECT_EQ(seen.iteration, 37);
  EXPECT_EQ(seen.learning_rate, 0.000125);
  EXPECT_EQ(seen.shape.speakers, 3u);
  const Inspection legacy = Inspect(TestData("golden/bert/model_old/pytorch_model.bin"));
  EXPECT_EQ(legacy.format, "torch legacy pickle");
  EXPECT_EQ(legacy.version, "a BERT model");
  EXPECT_FALSE(legacy.runnable || legacy.iteration.has_value());
}

}  // namespace
}  // namespace bv2::model
