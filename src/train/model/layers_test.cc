#include "train/model/layers.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "model/config.h"
#include "tests/support/test_support.h"
#include "train/checkpoint/tensors.h"
#include "train/gan/discriminators.h"
#include "train/model/generator.h"

namespace bv2::train {
namespace {

std::vector<std::string> ParameterNames(const torch::nn::Module& network) {
  return network.named_parameters().keys();
}

std::vector<std::string> Strings(const Json& list) {
  std::vector<std::string> strings;
  for (const Json& item : list.AsArray()) strings.push_back(item.AsString());
  return strings;
}

model::Config SmallConfig() {
  return model::Config::Read(test::TestData("golden/models/b16/config.json"));
}

// Optimizers of checkpoints know parameters by their place only.
TEST(ParameterOrder, IsTheOriginals) {
  const Json generator = Json::ParseFile(test::TestData("golden/models/b16/params.json").string());
  EXPECT_EQ(ParameterNames(Generator(SmallConfig())),
            Strings(generator.At("optimizer_param_order")));
  const Json discriminator = Json::ParseFile(test::TestData("golden/models/mpd.json").string());
  EXPECT_EQ(ParameterNames(MultiPeriodDiscriminator(Norm::kWeight)),
            Strings(discriminator.At("optimizer_param_order")));
}

TEST(ParameterOrder, OfSpectralNormIsTheOriginals) {
  const Json layout =
      Json::ParseFile(test::TestData("golden/models/mpd_spectral_norm.json").string());
  std::vector<std::string> expected, names;
  for (const Json& key : layout.At("keys").AsArray())
    expected.push_back(key.AsArray()[0].AsString() + key.AsArray()[1].Dump());
  for (const auto& [name, value] : StateOf(MultiPeriodDiscriminator(Norm::kSpectral)))
    names.push_back(name + fmt::format("[{}]", fmt::join(value.sizes().vec(), ", ")));
  EXPECT_EQ(names, expected);
}

TEST(NormedConv, SpectralWeightHasSingularValueOne) {
  torch::manual_seed(1);
  NormedConv conv({.in = 4, .out = 6, .taps = {3}, .padding = {1}}, Norm::kSpectral);
  const Tensor x = torch::randn({2, 4, 9});
  for (int i = 0; i < 100; ++i) conv.Forward(x);
  conv.eval();
  const auto before = StateOf(conv)[2].second.clone();
  const Tensor y = conv.Forward(x);
  EXPECT_TRUE(torch::equal(before, StateOf(conv)[2].second)) << "only training estimates";
  const Tensor weight = conv.named_parameters()["weight_orig"];
  const Tensor greatest = std::get<1>(torch::svd(weight.flatten(1)))[0];
  const Tensor expected =
      torch::conv1d(x, weight / greatest, conv.named_parameters()["bias"], 1, 1);
  EXPECT_TRUE(torch::allclose(y, expected, 1e-4, 1e-5));
}

TEST(NormedConv, TwoForwardPassesBeforeBackwardAreFine) {
  NormedConv conv({.in = 2, .out = 2, .taps = {1}}, Norm::kSpectral);
  const Tensor x = torch::randn({1, 2, 3});
  EXPECT_NO_THROW((conv.Forward(x).sum() + conv.Forward(x).sum()).backward());
}

// U(±1/√fan_in), of which weight norm takes direction and length.
TEST(Initialisation, OfConvolutions) {
  torch::manual_seed(1);
  const NormedConv conv({.in = 32, .out = 64, .taps = {3}});
  const auto state = conv.named_parameters();
  const double bound = 1 / std::sqrt(32 * 3.0);
  const Tensor v = state["weight_v"];
  EXPECT_NEAR(v.abs().max().item<double>(), bound, 0.01 * bound);
  EXPECT_NEAR(v.std().item<double>(), bound / std::sqrt(3.0), 0.02 * bound);
  EXPECT_LE(state["bias"].abs().max().item<double>(), bound);
  EXPECT_TRUE(torch::allclose(state["weight_g"].flatten(), v.flatten(1).norm(2, 1)));
  const Tensor up =
      NormedConv({.in = 64, .out = 32, .taps = {16}, .stride = {8}, .transposed = true})
          .named_parameters()["weight_v"];
  EXPECT_NEAR(up.abs().max().item<double>(), 1 / std::sqrt(32 * 16.0), 1e-3);
}

TEST(Initialisation, OfTheGenerator) {
  torch::manual_seed(1);
  const auto state = Generator(SmallConfig()).named_parameters();
  for (const char* zero :
       {"flow.flows.0.post.weight", "flow.flows.2.post.bias", "sdp.flows.1.proj.weight",
        "sdp.post_flows.7.proj.bias", "sdp.flows.0.m", "dp.norm_1.beta"})
    EXPECT_EQ(state[zero].abs().max().item<float>(), 0) << zero;
  EXPECT_EQ(state["dp.norm_1.gamma"].min().item<float>(), 1);
  EXPECT_NEAR(state["enc_p.emb.weight"].std().item<double>(), 1 / std::sqrt(8.0), 0.05);
  EXPECT_NEAR(state["enc_p.encoder.attn_layers.0.conv_q.weight"].abs().max().item<double>(),
              std::sqrt(6.0 / 16), 0.1);
}

TEST(LoadState, NamesTheTensorThatDoesNotFit) {
  LayerNorm norm(4);
  const auto gamma = FromTorch(torch::ones({4}));
  test::ExpectError(ErrorCode::kNotFound, "'a.pth' has no tensor beta", [&] {
    LoadState(norm, model::TensorFile("a.pth", {{"gamma", gamma}}));
  });
  test::ExpectError(ErrorCode::kInvalidArgument, "gamma has shape [3], the network needs [4]", [&] {
    LoadState(norm, model::TensorFile("a.pth", {{"gamma", FromTorch(torch::ones({3}))}}));
  });
}

}  // namespace
}  // namespace bv2::train
