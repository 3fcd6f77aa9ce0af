#include "train/checkpoint/network_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "model/checkpoint.h"
#include "tests/support/test_support.h"
#include "train/checkpoint/tensors.h"
#include "train/gan/discriminators.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;
using model::Dict;
using model::Value;

// Lines "place type value" of everything in a checkpoint but torch's module versions.
void Describe(const Value& value, const std::string& place, std::set<std::string>& lines) {
  if (const auto* dict = value.If<Dict>()) {
    for (const auto& [key, item] : dict->items) {
      const auto* name = key.If<std::string>();
      const std::string key_text = name ? *name : std::to_string(*key.If<int64_t>());
      Describe(item, place + "/" + key_text, lines);
    }
  } else if (const auto* list = value.If<model::List>()) {
    for (size_t i = 0; i < list->items.size(); ++i)
      Describe(list->items[i], fmt::format("{}/[{}]", place, i), lines);
  } else {
    std::string text = fmt::format("{} {}", place, value.TypeName());
    if (const auto* number = value.If<double>()) text += fmt::format(" {}", *number);
    if (const auto* number = value.If<int64_t>()) text += fmt::format(" {}", *number);
    if (const auto* tensor = value.If<model::Tensor>()) {
      std::vector<std::byte> scratch;
      const auto bytes = model::PackedBytes(*tensor, scratch);
      const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      text += fmt::format(" {} {} {:x}", model::DTypeName(tensor->dtype),
                          model::ShapeText(tensor->shape), std::hash<std::string_view>{}(view));
    }
    lines.insert(text);
  }
}
std::set<std::string> Describe(const fs::path& path) {
  std::set<std::string> lines;
  Describe(model::ReadCheckpoint(path), "", lines);
  return lines;
}

class NetworkFile : public testing::Test {
 protected:
  // The shape of the recorded run's duration discriminator.
  DurationDiscriminator network_{{.in = 8, .filter = 8, .gin = 8}};
  AdamW optimizer_{network_, {}};
  const fs::path recorded_ = test::TestData("golden/train/b16/DUR_5.pth");
  test::TemporaryFolder folder_;
};

TEST_F(NetworkFile, WhatTheOriginalWroteIsWrittenAgain) {
  const NetworkNotes notes = ReadNetwork(recorded_, network_, &optimizer_);
  EXPECT_EQ(notes.iteration, 1);
  EXPECT_EQ(notes.learning_rate, 0.0005);
  const fs::path copy = folder_ / "DUR_5.pth";
  WriteNetwork(copy, network_, optimizer_, notes);
  EXPECT_EQ(Describe(copy), Describe(recorded_));
}

TEST_F(NetworkFile, WithoutAnOptimizerItsStateStaysNew) {
  ReadNetwork(recorded_, network_, nullptr);
  for (const AdamWState& state : optimizer_.states()) EXPECT_FALSE(state.exp_avg.defined());
}

TEST_F(NetworkFile, AnotherShapeIsNamed) {
  DurationDiscriminator other({.in = 24, .filter = 8, .gin = 8});
  test::ExpectError(ErrorCode::kInvalidArgument, "conv_1.weight has shape",
                    [&] { ReadNetwork(recorded_, other, nullptr); });
}

TEST_F(NetworkFile, AnOptimizerOfAnotherNetworkIsRefused) {
  AdamW other(*std::make_shared<torch::nn::LinearImpl>(2, 2), {});
  test::ExpectError(ErrorCode::kCorruptFile, "has an optimizer of 22 parameters; the network has 2",
                    [&] { ReadNetwork(recorded_, network_, &other); });
}

TEST_F(NetworkFile, OfABaseModelTheRestIsTold) {
  DurationDiscriminator other({.in = 8, .filter = 8, .gin = 48});
  EXPECT_THAT(ReadWeightsThatFit(recorded_, other), testing::ElementsAre("cond.weight"));
  const auto file = model::TensorFile::Open(recorded_);
  EXPECT_TRUE(
      torch::equal(other.named_parameters()["conv_1.bias"], ToTorch(*file->Find("conv_1.bias"))));
}

}  // namespace
}  // namespace bv2::train
