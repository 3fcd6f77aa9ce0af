// The cases of tests/data/golden, kind by kind, through the runner that `bertvits2 check` uses; and
// proof that the runner fails, and names the right stage, when something is wrong.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "check/runner.h"
#include "kernels/instruction_set.h"
#include "model/safetensors.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<Outcome> RunAll(const Options& options) {
  std::vector<Outcome> outcomes;
  Run(options, [&](const Outcome& outcome) { outcomes.push_back(outcome); });
  return outcomes;
}

struct Kind {
  const char* filter;
  size_t cases;  // so that none is skipped unnoticed
};

class GoldenParity : public testing::TestWithParam<Kind> {};

TEST_P(GoldenParity, EveryCaseAgrees) {
  auto outcomes = RunAll({.golden = test::TestData("golden"), .filter = GetParam().filter});
  // The same folder holds the modules that only training has.
  std::erase_if(outcomes, [](const Outcome& outcome) {
    return outcome.status == Outcome::Status::kSkipped &&
           (outcome.note == "training" || outcome.note.ends_with("without masks"));
  });
  EXPECT_EQ(outcomes.size(), GetParam().cases);
  for (const Outcome& outcome : outcomes)
    EXPECT_EQ(outcome.status, Outcome::Status::kOk) << Line(outcome);
}

INSTANTIATE_TEST_SUITE_P(Kinds, GoldenParity,
                         testing::Values(Kind{"infer/*", 9}, Kind{"modules/*", 36},
                                         Kind{"spline/*", 10}, Kind{"bert/*", 6}, Kind{"rng", 1},
                                         Kind{"wordpiece", 1}, Kind{"checkpoint/*", 3},
                                         Kind{"cache", 1}, Kind{"mel/*", 5}, Kind{"sampler", 1}),
                         [](const auto& kind) {
                           std::string name = kind.param.filter;
                           return name.substr(0, name.find('/'));
                         });

// Sets are left out one by one, so this process computes with the least of them from then on.
TEST(GoldenInstructionSets, EveryOneAgreesInBothPrecisions) {
  for (const std::string& name : kernels::InstructionSets()) {
    if (name == "scalar") break;  // takes a minute, and kernels have tests for it
    kernels::LimitInstructionSet(name);
    for (const bool fast : {false, true}) {
      const auto outcomes = RunAll(
          {.golden = test::TestData("golden"), .filter = "infer/*", .voice = {.fast = fast}});
      EXPECT_EQ(outcomes.size(), 9u);
      for (const Outcome& outcome : outcomes)
        EXPECT_EQ(outcome.status, Outcome::Status::kOk) << name << ": " << Line(outcome);
    }
  }
}

// A copy of some golden folders that a test may damage.
class DamagedGolden : public testing::Test {
 protected:
  void Copy(const std::string& name) {
    fs::create_directories((folder_ / name).parent_path());
    fs::copy(test::TestData("golden/" + name), folder_ / name, fs::copy_options::recursive);
  }

  void EditJson(const std::string& file, const std::function<void(Json&)>& edit) {
    Json json = Json::ParseFile((folder_ / file).string());
    edit(json);
    ReplaceFile(folder_ / file, json.Dump());
  }

  // Adds 0.5 to the first element of a tensor of a .safetensors file.
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

  Outcome RunOne(const std::string& filter = "") {
    const auto outcomes = RunAll({.golden = folder_.path(), .filter = filter});
    EXPECT_EQ(outcomes.size(), 1u);
    return outcomes.empty() ? Outcome{} : outcomes[0];
  }

  void ExpectFailure(const Outcome& outcome, const std::string& note) {
    EXPECT_EQ(outcome.status, Outcome::Status::kFail) << Line(outcome);
    EXPECT_THAT(outcome.note, HasSubstr(note));
  }

  test::TemporaryFolder folder_;
};

// A changed weight must be noticed in the stage that it belongs to, not only in the samples.
struct Weight {
  const char* name;
  const char* stage;
};

class DamagedWeight : public DamagedGolden, public testing::WithParamInterface<Weight> {};

TEST_P(DamagedWeight, IsFoundInItsStage) {
  Copy("infer/ref_t7");
  EditJson("infer/ref_t7/case.json",
           [](Json& json) { json.Find("weights")->Find("then")->Set(GetParam().name, Json(0.3)); });
  const Outcome outcome = RunOne();
  ExpectFailure(outcome, "first diverging: ");
  EXPECT_THAT(outcome.note, HasSubstr(fmt::format("({})", GetParam().stage)));
}

INSTANTIATE_TEST_SUITE_P(Stages, DamagedWeight,
                         testing::Values(Weight{"ref_enc.proj.bias", "speaker: g"},
                                         Weight{"enc_p.tone_emb.weight", "text encoder: enc_x"},
                                         Weight{"enc_p.proj.bias", "text encoder: m_p_text"},
                                         Weight{"sdp.flows.0.m", "durations: logw_sdp"},
                                         Weight{"dp.proj.bias", "durations: logw_dp"},
                                         Weight{"flow.flows.0.post.bias", "flow: z"},
                                         Weight{"dec.conv_pre.bias", "decoder: audio"}),
                         [](const auto& weight) {
                           std::string name = weight.param.name;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

TEST_F(DamagedGolden, ADisturbedWaveformIsFoundInTheSpectrogram) {
  Copy("mel/sweep_16000");
  Disturb("mel/sweep_16000/inputs.safetensors", "wav");
  ExpectFailure(RunOne(), "(spec)");
}

TEST_F(DamagedGolden, OutputsOfEveryKindAreCompared) {
  struct Damage {
    const char* name;
    const char* tensor;
  };
  for (const Damage damage :
       {Damage{"infer/ref_t7", "logs_p"}, Damage{"modules/ffn_k3", "fwd.y"},
        Damage{"modules/sdp", "rev.logw"}, Damage{"spline/unit_random_fwd", "f.logabsdet"},
        Damage{"rng", "seed0.rand_5"}, Damage{"cache", "bert"}, Damage{"mel/sweep_16000", "mel"}}) {
    Copy(damage.name);
    Disturb(std::string(damage.name) + "/outputs.safetensors", damage.tensor);
    ExpectFailure(RunOne(damage.name), damage.tensor);
  }
}

TEST_F(DamagedGolden, BertNamesTheFirstLayer) {
  Copy("bert/model_old");
  Copy("bert/old_len2");
  Disturb("bert/old_len2/outputs.safetensors", "hidden_states_2");
  ExpectFailure(RunOne(), "hidden_states_2");
}

TEST_F(DamagedGolden, ModuleWeightsAreUsed) {
  Copy("modules/wn_g");
  Disturb("modules/wn_g/weights.safetensors", "in_layers.0.bias");
  ExpectFailure(RunOne(), "fwd.y");
}

TEST_F(DamagedGolden, TheSeedAloneIsCompared) {
  Copy("infer/ref_t7");
  EditJson("infer/ref_t7/case.json", [](Json& json) { json.Set("seed", Json(1)); });
  ExpectFailure(RunOne(), "audio by seed, threads: 1");
}

TEST_F(DamagedGolden, OtherFrameCountsAreReportedAsPath) {
  Copy("infer/ref_t7");
  EditJson("infer/ref_t7/case.json",
           [](Json& json) { json.Find("scalars")->Set("length_scale", Json(3)); });
  ExpectFailure(RunOne(), "(path: w_ceil)");
}

TEST_F(DamagedGolden, CheckpointSourcesAreCompared) {
  Copy("checkpoint/cases.json");
  Copy("checkpoint/G_partial.pth");
  Copy("models/b16");
  EditJson("checkpoint/cases.json", [](Json& json) {
    Json::Array& cases = json.Find("cases")->AsArray();
    cases.erase(cases.begin());
    cases[0].Find("source_exceptions")->Set("dp.norm_1.gamma", Json("model"));
  });
  ExpectFailure(RunOne(), "dp.norm_1.gamma comes from checkpoint, expected model");
}

TEST_F(DamagedGolden, TokensAreCompared) {
  Copy("wordpiece");
  EditJson("wordpiece/cases.json", [](Json& json) {
    json.Find("cases")->AsArray()[2].Find("input_ids")->AsArray()[1] = Json(7);
  });
  ExpectFailure(RunOne(), "input_ids of \"你好\"");
}

TEST_F(DamagedGolden, TextLinesAreCompared) {
  fs::create_directories(folder_ / "text");
  ReplaceFile(folder_ / "text/zh_an2cn.jsonl",
              "{\"in\": \"12\", \"out\": \"十二\"}\n{\"in\": \"13\", \"out\": \"十四\"}\n");
  ReplaceFile(folder_ / "text/ja_mecab_unidic.jsonl", "{}\n");
  const auto outcomes = RunAll({.golden = folder_.path(), .data = test::ProductData("")});
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[0].status, Outcome::Status::kSkipped);
  EXPECT_EQ(outcomes[0].note, "recorded with UniDic");
  ExpectFailure(outcomes[1], "zh_an2cn.jsonl:2: got 十三, expected 十四");
  EXPECT_THAT(outcomes[1].figures, HasSubstr("1 of 2 lines agree, 50.00 %"));
}

TEST_F(DamagedGolden, MalformedCasesFailWithTheReason) {
  Copy("modules/ffn_k3");
  const std::string json = "modules/ffn_k3/case.json";
  EditJson(json, [](Json& j) { j.Find("init")->Set("in_channels", Json(-1)); });
  ExpectFailure(RunOne(), "\"in_channels\" is -1");
  EditJson(json, [](Json& j) {
    j.Find("init")->Set("in_channels", Json(16));
    j.Find("init")->Set("filter_channels", Json(20));
  });
  ExpectFailure(RunOne(), "the network needs [20, 16, 3]");
  EditJson(json, [](Json& j) {
    j.Find("init")->Set("filter_channels", Json(32));
    j.Find("calls")->AsArray()[0].Set("args", Json(Json::Array{}));
  });
  ExpectFailure(RunOne(), "gives no tensor for \"x\"");
  fs::remove(folder_ / "modules/ffn_k3/outputs.safetensors");
  ExpectFailure(RunOne(), "outputs.safetensors");
  ReplaceFile(folder_ / json, "{\"kind\": ");
  ExpectFailure(RunOne(), "case.json");
}

TEST_F(DamagedGolden, NothingComparedIsAFailure) {
  Copy("modules/ffn_k3");
  EditJson("modules/ffn_k3/case.json", [](Json& j) { j.Set("calls", Json(Json::Array{})); });
  ExpectFailure(RunOne(), "nothing to compare");
}

TEST_F(DamagedGolden, WhatIsNotInferenceIsSkipped) {
  fs::create_directories(folder_ / "x");
  for (const auto& [content, note] :
       {std::pair{R"({"kind": "train"})", "training"},
        std::pair{R"({"kind": "module", "class": "models.DiscriminatorS"})", "training"},
        std::pair{R"({"kind": "tea"})", "unknown kind \"tea\""}}) {
    ReplaceFile(folder_ / "x/case.json", content);
    const Outcome outcome = RunOne();
    EXPECT_EQ(outcome.status, Outcome::Status::kSkipped);
    EXPECT_EQ(outcome.note, note);
  }
}

TEST_F(DamagedGolden, AFolderWithoutCasesIsAnError) {
  test::ExpectError(ErrorCode::kNotFound, "case.json", [&] { RunAll({.golden = folder_.path()}); });
  test::ExpectError(ErrorCode::kNotFound, "does not exist",
                    [&] { RunAll({.golden = folder_ / "none"}); });
}

}  // namespace
}  // namespace bv2::check
