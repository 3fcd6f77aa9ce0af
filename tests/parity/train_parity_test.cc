// The cases of tests/data/golden that training is compared with, kind by kind; and proof that the
// comparison notices disturbed weights, outputs and gradients.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/safetensors.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

namespace fs = std::filesystem;
using check::Outcome;

std::vector<Outcome> RunAll(const fs::path& golden, const std::string& filter) {
  std::vector<Outcome> outcomes;
  check::RunCases(golden, filter, Kinds(),
                  [&](const Outcome& outcome) { outcomes.push_back(outcome); });
  return outcomes;
}

struct Part {
  const char* filter;
  size_t cases;  // so that none is skipped unnoticed
};

class TrainParity : public testing::TestWithParam<Part> {};

TEST_P(TrainParity, EveryCaseAgrees) {
  const auto outcomes = RunAll(test::TestData("golden"), GetParam().filter);
  EXPECT_EQ(outcomes.size(), GetParam().cases);
  for (const Outcome& outcome : outcomes)
    EXPECT_EQ(outcome.status, Outcome::Status::kOk) << check::Line(outcome);
}

INSTANTIATE_TEST_SUITE_P(Parts, TrainParity,
                         testing::Values(Part{"modules/*", 44}, Part{"spline/*", 10},
                                         Part{"losses/*", 4}, Part{"mas/*", 3},
                                         Part{"mel/espeak*", 2}, Part{"mel/sweep*", 1},
                                         Part{"infer/*", 9}, Part{"train/adamw", 1},
                                         Part{"train/b16", 1}, Part{"train/lr_schedule", 1}),
                         [](const auto& part) {
                           std::string name = part.param.filter;
                           std::erase_if(name, [](char c) { return !std::isalnum(c); });
                           return name;
                         });

// A copy of one case that a test may damage.
class DamagedCase : public testing::Test {
 protected:
  void Copy(const std::string& name) {
    fs::create_directories((folder_ / name).parent_path());
    fs::copy(test::TestData("golden/" + name), folder_ / name, fs::copy_options::recursive);
  }
  // Adds 0.5 to the first element of a tensor.
  void Disturb(const std::string& file, const std::string& tensor) {
    model::Safetensors content{.tensors = model::TensorFile::Open(folder_ / file)->tensors(),
                               .metadata = {}};
    bool found = false;
    for (auto& [name, value] : content.tensors) {
      if (name != tensor) continue;
      std::vector<float> values(value.size());
      model::ToFloats(value, values);
      values[0] += 0.5f;
      value = model::TensorOfFloats(value.shape, values);
      found = true;
    }
    ASSERT_TRUE(found) << tensor;
    model::WriteSafetensors(folder_ / file, content);
  }
  void ExpectFailure(const std::string& name, const std::string& note) {
    const auto outcomes = RunAll(folder_.path(), name);
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].status, Outcome::Status::kFail) << check::Line(outcomes[0]);
    EXPECT_THAT(outcomes[0].note, testing::HasSubstr(note));
  }
  test::TemporaryFolder folder_;
};

TEST_F(DamagedCase, IsFound) {
  struct Damage {
    const char* name;
    const char* file;
    const char* tensor;
    const char* note;
  };
  for (const Damage damage :
       {Damage{"modules/wn_g", "weights", "in_layers.0.bias", "fwd.y"},
        Damage{"modules/ffn_k3", "outputs", "fwd.y", "fwd.y"},
        Damage{"modules/posterior_encoder", "grads", "fwd.in.x", "grad fwd.in.x"},
        Damage{"modules/convflow", "grads", "fwd.w.pre.bias", "grad fwd.w.pre.bias"},
        Damage{"losses/feature_loss", "grads", "in.fg_1_2", "grad in.fg_1_2"},
        Damage{"losses/kl_loss", "outputs", "f.loss", "f.loss"},
        Damage{"mas/ties", "outputs", "path", "path"},
        Damage{"mel/sweep_16000", "outputs", "mel", "(mel)"},
        Damage{"train/adamw", "outputs", "exp_avg_sq_3", "exp_avg_sq_3"}}) {
    Copy(damage.name);
    Disturb(fmt::format("{}/{}.safetensors", damage.name, damage.file), damage.tensor);
    ExpectFailure(damage.name, damage.note);
  }
}

TEST_F(DamagedCase, AMissingGradientIsFound) {
  Copy("modules/ffn_k3");
  const fs::path file = folder_ / "modules/ffn_k3/grads.safetensors";
  model::Safetensors content{.tensors = model::TensorFile::Open(file)->tensors(), .metadata = {}};
  std::erase_if(content.tensors, [](const auto& item) { return item.first == "fwd.in.x"; });
  model::WriteSafetensors(file, content);
  ExpectFailure("modules/ffn_k3", "has a gradient, in the reference it has none");
}

}  // namespace
}  // namespace bv2::train_check
