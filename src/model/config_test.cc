#include "model/config.h"

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

std::string GoldenText() { return ReadFile(TestData("golden/models/b16/config.json")); }

// The golden config with one value replaced; null removes the key.
Config With(const char* section, const char* key, Json value) {
  Json json = Json::Parse(GoldenText(), "golden");
  if (value.is_null())
    std::erase_if(json.Find(section)->AsObject(), [&](const auto& m) { return m.first == key; });
  else
    json.Find(section)->Set(key, std::move(value));
  return Config::Parse(json.Dump(), "voice.json");
}

void ExpectRejected(const char* section, const char* key, Json value, std::string_view fragment) {
  ExpectError(ErrorCode::kInvalidArgument, fragment, [&] { With(section, key, value); });
}
void ExpectUnsupported(const char* section, const char* key, Json value,
                       std::string_view fragment) {
  ExpectError(ErrorCode::kUnsupported, fragment, [&] { With(section, key, value); });
}

TEST(Config, ReadsEverySection) {
  const Config config = Config::Read(TestData("golden/models/b16/config.json"));
  EXPECT_EQ(config.train.segment_size, 2048u);
  EXPECT_DOUBLE_EQ(config.train.betas[1], 0.99);
  EXPECT_EQ(config.data.sampling_rate, 16000u);
  EXPECT_FALSE(config.data.mel_fmax.has_value());
  EXPECT_EQ(config.data.spk2id.at(2), (std::pair<std::string, size_t>{"s2", 2}));
  EXPECT_EQ(config.data.spec_channels(), 257u);
  EXPECT_EQ(config.model.n_layers_trans_flow, 3u);
  EXPECT_EQ(config.model.resblock_dilation_sizes[1], (std::vector<size_t>{1, 2, 4}));
  EXPECT_TRUE(config.States("model", "n_flow_layer"));
  EXPECT_FALSE(config.States("model", "use_sdp"));
}

TEST(Config, DefaultsAreTheOriginals) {
  const Config config = With("model", "n_flow_layer", nullptr);
  EXPECT_EQ(config.model.n_flow_layer, 4u);
  EXPECT_TRUE(config.model.use_sdp);
  EXPECT_TRUE(config.model.use_transformer_flow);
  EXPECT_DOUBLE_EQ(config.model.noise_scale_delta, 2e-6);
  EXPECT_EQ(With("data", "n_speakers", nullptr).data.n_speakers, 256u);
  EXPECT_EQ(With("model", "gin_channels", nullptr).model.gin_channels, 256u);
}

TEST(Config, WritingBackKeepsOrderAndUnknownKeys) {
  Json json = Json::Parse(GoldenText(), "golden");
  json.Find("model")->Set("of_the_future", Json(Json::Array{1, "二"}));
  json.Set("version", "1.1.1");
  Config config = Config::Parse(json.Dump(), "voice.json");
  EXPECT_EQ(Json::Parse(config.Dump(), "again").Dump(), json.Dump());

  config.data.n_speakers = 7;
  config.model.use_sdp = false;
  json.Find("data")->Set("n_speakers", 7);
  json.Find("model")->Set("use_sdp", false);
  EXPECT_EQ(Json::Parse(config.Dump(), "again").Dump(), json.Dump());
}

TEST(Config, ANewConfigCanBeWrittenAndRead) {
  Config config;
  config.data.spk2id = {{"a", 0}, {"b", 1}};
  const Config again = Config::Parse(config.Dump(), "new.json");
  EXPECT_EQ(again.data.spk2id, config.data.spk2id);
  EXPECT_EQ(again.model.upsample_rates, config.model.upsample_rates);
}

TEST(Config, ErrorsNameFileKeyValueAndWhatIsAllowed) {
  ExpectRejected("model", "n_heads", 3,
                 "'voice.json': model.hidden_channels is 8, it must be a multiple of "
                 "model.n_heads, 3");
  ExpectRejected("model", "upsample_rates", Json(Json::Array{8, 4, 2, 1}),
                 "the product of model.upsample_rates is 64, it must be data.hop_length, 128");
  ExpectRejected("model", "resblock", "3",
                 "model.resblock is \"3\", it must be one of \"1\", \"2\"");
  ExpectRejected("model", "resblock", 1, "model.resblock is 1, it must be a string");
  ExpectRejected("model", "n_layers", 2, "model.n_layers is 2, it must be at least 3");
  ExpectRejected("model", "n_layers_trans_flow", 2, "model.n_layers_trans_flow is 2");
  ExpectRejected("model", "hidden_channels", -8,
                 "model.hidden_channels is -8, it must be an integer from 1 to 16384");
  ExpectRejected("model", "hidden_channels", 8.5, "an integer");
  ExpectRejected("model", "hidden_channels", 1e300, "an integer");
  ExpectRejected("train", "seed", 1e300, "an integer");
  ExpectRejected("model", "inter_channels", 13, "must be even");
  ExpectRejected("model", "upsample_rates", Json(Json::Array{8, "4"}),
                 "model.upsample_rates[1] is \"4\"");
  ExpectRejected("data", "spk2id", Json(Json::Object{{"a", 3}}),
                 "data.spk2id.a is 3, it must be below data.n_speakers, 3");
  ExpectRejected("data", "speaker_of", Json(Json::Object{{"EN", 3}}),
                 "data.speaker_of.EN is 3, it must be below data.n_speakers, 3");
  ExpectRejected("data", "speaker_of", Json(Json::Object{{"FR", 1}}), "it must be ZH, JP or EN");
  ExpectRejected("train", "fp16_run", 1, "train.fp16_run is 1, it must be true or false");
  ExpectRejected("train", "segment_size", 2000, "multiple of data.hop_length");
  ExpectError(ErrorCode::kNotFound, "'voice.json': the key model.n_heads is missing",
              [] { With("model", "n_heads", nullptr); });
}

TEST(Config, SpectralDistancesNeedLongSegments) {
  Config config = Config::Parse(GoldenText(), "voice.json");
  config.train.segment_size = 896;
  config.Validate();
  config.train.c_stft = 15;
  ExpectError(ErrorCode::kInvalidArgument, "at least 1024 where train.c_stft is not 0",
              [&] { config.Validate(); });
}

TEST(Config, RefusesWhatTheOriginalCannotRun) {
  ExpectUnsupported("model", "gin_channels", 0, "model.gin_channels is 0");
  ExpectUnsupported("model", "use_spk_conditioned_encoder", false, "use_spk_conditioned_encoder");
  ExpectUnsupported("model", "flow_share_parameter", true, "flow_share_parameter");
  ExpectUnsupported("data", "n_speakers", 1, "data.n_speakers is 1");
}

TEST(Config, RefusesWhatIsNoConfig) {
  ExpectError(ErrorCode::kCorruptFile, "voice.json", [] { Config::Parse("{", "voice.json"); });
  ExpectError(ErrorCode::kInvalidArgument, "no JSON object", [] { Config::Parse("[]", "x"); });
  ExpectError(ErrorCode::kInvalidArgument, "model is 3, it must be an object", [] {
    Config::Parse(R"({"data": {"sampling_rate": 1, "filter_length": 1,
                                 "hop_length": 1}, "model": 3})",
                  "x");
  });
  ExpectError(ErrorCode::kNotFound, "no-such.json", [] { Config::Read("no-such.json"); });
}

}  // namespace
}  // namespace bv2::model
