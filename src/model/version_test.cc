#include "model/version.h"

#include <map>

#include "base/file.h"
#include "base/json.h"
#include "model/config.h"
#include "model/network_shape.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

// A file of tensors that have names and shapes, but no elements.
TensorFile Shapes(const Json& shapes) {
  NamedTensors tensors;
  for (const auto& [name, shape] : shapes.AsObject()) {
    Tensor tensor;
    for (const Json& extent : shape.AsArray())
      tensor.shape.push_back(static_cast<size_t>(extent.AsInteger()));
    tensors.emplace_back(name, tensor);
  }
  return TensorFile("voice.pth", std::move(tensors));
}

TEST(Version, EveryPublishedVersionIsRecognised) {
  // Names of the published source trees, as in the file of their tensors.
  const std::string two = "Bert-VITS2 2.0 or 2.3 (their generators have the same tensors)";
  const std::string extra = "Bert-VITS2 Extra or ZH-CLAP";
  const std::map<std::string, std::string> expected = {
      {"1.0", "Bert-VITS2 1.0"},
      {"1.0.1", "Bert-VITS2 1.0"},
      {"1.1", "Bert-VITS2 1.1"},
      {"1.1.1", "Bert-VITS2 1.1"},
      {"2.0.1", two},
      {"v2.0.2.1", two},
      {"v2.3", two},
      {"origin_master", two},
      {"2.1", "Bert-VITS2 2.1"},
      {"v2.2", "Bert-VITS2 2.2"},
      {"Extra", extra},
      {"Extra-v2", extra},
      {"origin_Extra-Fix", extra},
      {"origin_ZH-Clap", extra},
      {"origin_ZH-BGE-Bert", "Bert-VITS2 ZH-BGE"},
      {"JP-Exta", "Bert-VITS2 JP-Extra"},
      {"origin_Japanese-Extra", "Bert-VITS2 JP-Extra"},
      {"sbv2", "Style-Bert-VITS2"},
      {"sbv2_jpx", "Style-Bert-VITS2 JP-Extra"},
  };
  const Json versions = Json::ParseFile(TestData("model/version_tensors.json").string());
  EXPECT_EQ(versions.AsObject().size(), expected.size());
  for (const auto& [name, nets] : versions.AsObject()) {
    EXPECT_EQ(DetectVersion(Shapes(nets.At("G"))), expected.at(name)) << name;
    EXPECT_EQ(IsRunnableVoice(Shapes(nets.At("G"))), name.starts_with("1.1")) << name;
    EXPECT_NE(DetectVersion(Shapes(nets.At("D"))).find("D_*.pth"), std::string::npos) << name;
    EXPECT_NE(DetectVersion(Shapes(nets.At("DUR"))).find("duration"), std::string::npos) << name;
  }
}

TEST(Version, OtherFilesAreNamed) {
  EXPECT_EQ(DetectVersion(*TensorFile::Open(TestData("golden/bert/model_old/pytorch_model.bin"))),
            "a BERT model");
  EXPECT_EQ(DetectVersion(*TensorFile::Open(TestData("golden/checkpoint/G_partial.pth"))),
            "an incomplete voice of Bert-VITS2");
  EXPECT_EQ(DetectVersion(Shapes(Json::Parse(R"({"a": [1]})", "test"))), "");
}

TEST(Version, OldVoicesWithTheSymbolsOfTodayAreRunnable) {
  const auto file = TensorFile::Open(TestData("golden/checkpoint/G_old.pth"));
  EXPECT_EQ(DetectVersion(*file), "Bert-VITS2 1.0");
  EXPECT_TRUE(IsRunnableVoice(*file));
}

TEST(NetworkShape, IsReadFromTheTensors) {
  const auto file = TensorFile::Open(TestData("golden/models/b16/G_0.pth"));
  const NetworkShape shape = ReadNetworkShape(*file);
  const Config config = Config::Read(TestData("golden/models/b16/config.json"));
  EXPECT_EQ(shape.symbols, 112u);
  EXPECT_EQ(shape.tones, 11u);
  EXPECT_EQ(shape.languages, 3u);
  EXPECT_EQ(shape.speakers, config.data.n_speakers);
  EXPECT_EQ(shape.hidden_channels, config.model.hidden_channels);
  EXPECT_EQ(shape.inter_channels, config.model.inter_channels);
  EXPECT_EQ(shape.filter_channels, config.model.filter_channels);
  EXPECT_EQ(shape.gin_channels, config.model.gin_channels);
  EXPECT_EQ(shape.n_heads, config.model.n_heads);
  EXPECT_EQ(shape.n_layers, config.model.n_layers);
  EXPECT_EQ(shape.n_flow_layer, config.model.n_flow_layer);
  EXPECT_EQ(shape.transformer_flow, true);
  EXPECT_EQ(shape.n_layers_trans_flow, config.model.n_layers_trans_flow);
  EXPECT_EQ(shape.spec_channels, config.data.spec_channels());
}

TEST(NetworkShape, ResidualFlowsCountTheirWaveNetLayers) {
  NamedTensors tensors;
  const auto add = [&](const std::string& name) {
    tensors.emplace_back(name, TensorOfFloats({1}, std::vector<float>{0}));
  };
  for (const int coupling : {0, 2, 4, 6}) add(fmt::format("flow.flows.{}.pre.weight", coupling));
  for (const int layer : {0, 1, 2}) add(fmt::format("flow.flows.0.enc.in_layers.{}.bias", layer));
  const NetworkShape shape = ReadNetworkShape(TensorFile("made up", tensors));
  EXPECT_EQ(shape.transformer_flow, false);
  EXPECT_EQ(shape.couplings, 4u);
  EXPECT_EQ(shape.n_flow_layer, 3u);
}

TEST(MatchConfig, AdoptsWhatIsNotStatedAndRefusesWhatDisagrees) {
  const auto file = TensorFile::Open(TestData("golden/models/b16/G_0.pth"));
  Json json = Json::ParseFile(TestData("golden/models/b16/config.json").string());
  std::erase_if(json.Find("model")->AsObject(),
                [](const auto& member) { return member.first == "n_layers_trans_flow"; });
  Config config = Config::Parse(json.Dump(), "config.json");
  EXPECT_EQ(config.model.n_layers_trans_flow, 6u);
  MatchConfig(*file, config);
  EXPECT_EQ(config.model.n_layers_trans_flow, 3u);

  json.Find("model")->Set("hidden_channels", 16);
  Config other = Config::Parse(json.Dump(), "config.json");
  ExpectError(ErrorCode::kInvalidArgument,
              "'config.json' says model.hidden_channels is 16, but the tensors of",
              [&] { MatchConfig(*file, other); });
}

TEST(MatchConfig, ComparesTheSpectrogram) {
  Json json = Json::ParseFile(TestData("golden/models/b16/config.json").string());
  json.Find("data")->Set("filter_length", 1024);
  test::TemporaryFolder folder;
  ReplaceFile(folder / "config.json", json.Dump());
  ExpectError(ErrorCode::kInvalidArgument, "data.filter_length is 1024", [&] {
    ReadConfigFor(TestData("golden/models/b16/G_0.pth"), folder / "config.json");
  });
}

}  // namespace
}  // namespace bv2::model
