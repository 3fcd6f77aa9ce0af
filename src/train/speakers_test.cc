#include "train/speakers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "model/checkpoint.h"
#include "tests/support/test_support.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train {
namespace {

using testing::HasSubstr;

class Speakers : public testing::Test {
 protected:
  // A base model of four speakers, whose row r holds r + 1.
  Speakers() {
    const torch::Tensor rows =
        torch::arange(1, 5).to(torch::kFloat).unsqueeze(1).expand({4, 3}).contiguous();
    model::Dict state, root;
    state.items = {{"emb_g.weight", FromTorch(rows)}};
    root.items = {{"model", std::move(state)}};
    model::WriteCheckpoint(base_, root);
    config_.spk2id = {{"bob", 0}, {"ann", 1}, {"new", 2}};
  }
  void Name(const std::string& spk2id, const char* count = "4") const {
    Json config = Json::ParseFile(test::TestData("golden/models/b16/config.json").string());
    config.Find("data")->Set("spk2id", Json::Parse(spk2id, "spk2id"));
    config.Find("data")->Set("n_speakers", Json::Parse(count, "count"));
    ReplaceFile(folder_ / "config.json", config.Dump());
  }
  // The first number of each row afterwards; −1: not set.
  std::vector<float> Take(int64_t rows, int64_t channels = 3) {
    torch::Tensor embedding = torch::full({rows, channels}, -1.0f);
    notice_ = TakeSpeakers(base_, config_, embedding);
    const torch::Tensor first = embedding.select(1, 0).contiguous();
    return {first.data_ptr<float>(), first.data_ptr<float>() + rows};
  }
  test::TemporaryFolder folder_;
  const std::filesystem::path base_ = folder_ / "G_0.pth";
  model::DataConfig config_;
  std::string notice_;
};

TEST_F(Speakers, AreTakenByName) {
  Name(R"({"ann": 3, "cid": 2, "bob": 0})");
  EXPECT_EQ(Take(5), (std::vector<float>{1, 4, -1, -1, -1}));
  EXPECT_THAT(notice_, HasSubstr("Speakers of the base model: bob, ann (row 3, here 1)."));
  EXPECT_THAT(notice_, HasSubstr("start anew: new."));
  EXPECT_EQ(Take(4), (std::vector<float>{1, 4, -1, -1}));  // as many, but others
}

TEST_F(Speakers, WithoutNamesAreTakenByNumberIfThereAreAsMany) {
  EXPECT_EQ(Take(4), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_THAT(notice_, HasSubstr("with the same number"));
  EXPECT_EQ(Take(3), (std::vector<float>{-1, -1, -1}));
  EXPECT_THAT(notice_, HasSubstr("has 4 speakers, here there are 3"));
}

TEST_F(Speakers, AConfigOfAnotherModelIsNotBelieved) {
  Name(R"({"ann": 3})", "7");
  EXPECT_EQ(Take(4), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_THAT(notice_, HasSubstr("does not name the 4 speakers"));
  ReplaceFile(folder_ / "config.json", "{");
  EXPECT_EQ(Take(4), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_THAT(notice_, HasSubstr("are not known"));
}

TEST_F(Speakers, OfAnotherWidthStartAnew) {
  EXPECT_EQ(Take(4, 2), (std::vector<float>{-1, -1, -1, -1}));
  EXPECT_THAT(notice_, HasSubstr("have 3 numbers each, here 2"));
}

}  // namespace
}  // namespace bv2::train
