#include "train/freeze.h"

#include <gtest/gtest.h>

#include "model/config.h"
#include "tests/support/test_support.h"
#include "train/model/generator.h"
#include "train/optim/adamw.h"

namespace bv2::train {
namespace {

class FreezeTest : public testing::Test {
 protected:
  // A step of all parameters towards one value; names of those that moved.
  std::set<std::string> Moved() {
    std::map<std::string, torch::Tensor> before;
    for (const auto& item : generator_.named_parameters())
      before[item.key()] = item.value().detach().clone();
    optimizer_.ZeroGrad();
    torch::Tensor sum = torch::zeros({});
    for (const auto& parameter : generator_.parameters())
      sum = sum + (parameter + 0.37).square().sum();
    sum.backward();
    optimizer_.Step(ThreadPool(1));
    std::set<std::string> moved;
    for (const auto& item : generator_.named_parameters())
      if (!torch::equal(item.value(), before[item.key()])) moved.insert(item.key());
    return moved;
  }

  Generator generator_{model::Config::Read(test::TestData("golden/models/b16/config.json"))};
  AdamW optimizer_{generator_, {}};
};

TEST_F(FreezeTest, FrozenPartsStayAsTheyAre) {
  Moved();  // so that the optimizer holds something of every parameter
  const int64_t frozen = Freeze(generator_, {"emb_g", "bert", "dec.ups.0"});
  const auto parameters = generator_.named_parameters();
  EXPECT_EQ(frozen,
            parameters["emb_g.weight"].numel() + parameters["enc_p.bert_proj.weight"].numel() +
                parameters["enc_p.bert_proj.bias"].numel() +
                parameters["enc_p.ja_bert_proj.weight"].numel() +
                parameters["enc_p.ja_bert_proj.bias"].numel() +
                parameters["dec.ups.0.weight_g"].numel() +
                parameters["dec.ups.0.weight_v"].numel() + parameters["dec.ups.0.bias"].numel());
  const std::set<std::string> moved = Moved();
  EXPECT_EQ(moved.size(), parameters.size() - 8);
  EXPECT_FALSE(moved.contains("emb_g.weight"));
  EXPECT_FALSE(moved.contains("enc_p.ja_bert_proj.bias"));
  EXPECT_TRUE(moved.contains("dec.ups.1.bias"));
  EXPECT_TRUE(moved.contains("enc_p.emb.weight"));
  for (const AdamWState& state : optimizer_.states()) EXPECT_TRUE(state.exp_avg.defined());
}

TEST_F(FreezeTest, AnUnknownScopeNamesThoseThereAre) {
  test::ExpectError(ErrorCode::kInvalidArgument,
                    "there are dec, dp, emb_g, enc_p, enc_q, flow, sdp",
                    [&] { Freeze(generator_, {"enc"}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "enc_p.bert_proj, enc_p.emb",
                    [&] { Freeze(generator_, {"enc_p.bert"}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "there are dec, dp",
                    [&] { Freeze(generator_, {"no.such.thing"}); });
}

TEST_F(FreezeTest, SomethingMustBeLeft) {
  test::ExpectError(ErrorCode::kInvalidArgument, "nothing is left", [&] {
    Freeze(generator_, {"dec", "dp", "emb_g", "enc_p", "enc_q", "flow", "sdp"});
  });
}

}  // namespace
}  // namespace bv2::train
