#include "synth/synthesizer.h"

#include <limits>
#include <thread>

#include "base/file.h"
#include "base/json.h"
#include "base/rng.h"
#include "model/checkpoint.h"
#include "model/safetensors.h"
#include "synth/timings.h"
#include "tests/support/test_support.h"

namespace bv2::synth {
namespace {

SynthesizerFiles NoiseVoice() {
  const auto folder = test::TestData("voices/noise");
  return {.model = folder / "model.safetensors",
          .config = folder / "config.json",
          .data = test::ProductData(""),
          .bert = folder / "bert"};
}

// One synthesizer for all tests; opening it is most of their time.
const Synthesizer& Shared() {
  static const Synthesizer synthesizer(NoiseVoice(), 2);
  return synthesizer;
}

std::vector<float> Speak(const Synthesizer& synthesizer, const Request& request) {
  std::vector<float> audio;
  synthesizer.Synthesize(
      request, [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); });
  return audio;
}

TEST(SynthesizerTest, SpeaksWithinFullScale) {
  const auto audio = Speak(Shared(), {.text = "你好，世界。", .seed = 1});
  ASSERT_GT(audio.size(), 1000u);
  for (const float sample : audio) ASSERT_LE(std::abs(sample), 1.0f);
  EXPECT_GT(*std::ranges::max_element(audio), 1e-3f);
}

TEST(SynthesizerTest, ASeedGivesTheSameAudioOnAnyNumberOfThreads) {
  const Request request{.text = "今天天气真好", .seed = 7};
  const auto two = Speak(Shared(), request);
  EXPECT_EQ(Speak(Shared(), request), two);
  EXPECT_EQ(Speak(Synthesizer(NoiseVoice(), 1), request), two);
  EXPECT_NE(Speak(Shared(), {.text = request.text, .seed = 8}), two);
}

// The noise voice as if it had been trained without BERT, whose second speaker is for English.
SynthesizerFiles DeafVoice(const std::filesystem::path& folder) {
  SynthesizerFiles files = NoiseVoice();
  model::Value checkpoint = model::ReadCheckpoint(files.model);
  model::Safetensors tensors = model::ToSafetensors(checkpoint);
  for (auto& [name, tensor] : tensors.tensors)
    if (name == "enc_p.bert_proj.weight" || name == "enc_p.ja_bert_proj.weight")
      tensor = model::TensorOfFloats(tensor.shape, std::vector<float>(tensor.size()));
  Json config = Json::Parse(ReadFile(files.config), "config");
  config.Find("data")->Set("speaker_of", Json(Json::Object{{"EN", 1}}));
  files.model = folder / "model.safetensors";
  files.config = folder / "config.json";
  model::WriteSafetensors(files.model, tensors);
  ReplaceFile(files.config, config.Dump());
  return files;
}

TEST(SynthesizerTest, AVoiceTrainedWithoutBertDoesNotHeedIt) {
  const test::TemporaryFolder folder;
  SynthesizerFiles files = DeafVoice(folder.path());
  const Synthesizer with(files, 2);
  files.bert.clear();
  const Synthesizer without(files, 2);
  EXPECT_FALSE(with.HearsBert(text::Language::kZh));
  EXPECT_TRUE(Shared().HearsBert(text::Language::kZh));
  EXPECT_FALSE(Shared().HearsBert(text::Language::kEn));
  const Request request{.text = "今天天气真好", .seed = 7};
  EXPECT_EQ(Speak(with, request), Speak(without, request));
  EXPECT_NE(Speak(Shared(), request), Speak(without, request));
}

TEST(SynthesizerTest, ALanguageHasItsSpeakerUnlessOneIsAskedFor) {
  const test::TemporaryFolder folder;
  const Synthesizer synthesizer(DeafVoice(folder.path()), 2);
  Request request{.text = "Hello.", .language = text::Language::kEn, .seed = 7};
  const auto nobody = Speak(synthesizer, request);
  request.speaker = "other noise";
  EXPECT_EQ(Speak(synthesizer, request), nobody);
  request.speaker = "noise";
  EXPECT_NE(Speak(synthesizer, request), nobody);
}

// A BERT of the Japanese size whose features are its embeddings: no layer of two is run.
void WriteJapaneseBert(const std::filesystem::path& folder) {
  ReplaceFile(folder / "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n今日\nは\n");
  ReplaceFile(folder / "config.json",
              R"({"model_type": "bert", "hidden_act": "gelu", "hidden_size": 768,
                  "intermediate_size": 64, "layer_norm_eps": 1e-12, "max_position_embeddings": 16,
                  "num_attention_heads": 12, "num_hidden_layers": 2, "type_vocab_size": 2,
                  "position_embedding_type": "absolute", "vocab_size": 6, "pad_token_id": 0})");
  constexpr size_t kHidden = 768;
  model::Safetensors file;
  Rng rng(1);
  const auto add = [&](const std::string& name, std::vector<size_t> shape) {
    std::vector<float> values(shape.size() == 1 ? shape[0] : shape[0] * shape[1]);
    rng.FillUniform(values);
    file.tensors.emplace_back("bert.embeddings." + name, model::TensorOfFloats(shape, values));
  };
  add("word_embeddings.weight", {6, kHidden});
  add("position_embeddings.weight", {16, kHidden});
  add("token_type_embeddings.weight", {2, kHidden});
  add("LayerNorm.weight", {kHidden});
  add("LayerNorm.bias", {kHidden});
  model::WriteSafetensors(folder / "model.safetensors", file);
}

TEST(SynthesizerTest, SpeaksJapaneseWithItsOwnBert) {
  const test::TemporaryFolder folder;
  WriteJapaneseBert(folder.path());
  SynthesizerFiles files = NoiseVoice();
  files.bert_ja = folder.path();
  const Synthesizer synthesizer(files, 2);
  const Request request{.text = "今日は世界", .language = text::Language::kJp, .seed = 1};
  const auto with = Speak(synthesizer, request);
  EXPECT_GT(with.size(), 1000u);
  EXPECT_NE(with, Speak(Shared(), request));
  EXPECT_EQ(Speak(synthesizer, {.text = "你好", .seed = 1}),
            Speak(Shared(), {.text = "你好", .seed = 1}));
  // Too long for this BERT of 16 tokens: cut in halves until it fits.
  std::string endless;
  for (int i = 0; i < 20; ++i) endless += "今日は";
  const Result result = synthesizer.Synthesize({.text = endless, .language = text::Language::kJp},
                                               [](std::span<const float>) {});
  EXPECT_EQ(result.slices, 4u);
}

TEST(SynthesizerTest, PreparingAheadChangesNothing) {
  const Request request{.text = "你好，世界。|今天天气真好|再见", .seed = 3};
  const auto speak = [&](bool ahead, Profile* profile) {
    std::vector<float> audio;
    Shared().Synthesize(
        request, [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); },
        {.profile = profile, .ahead = ahead});
    return audio;
  };
  Profile profile;
  const auto audio = speak(false, &profile);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(speak(true, i % 2 == 0 ? &profile : nullptr), audio);
  std::vector<std::string> stages;
  for (const Profile::Stage& stage : profile.stages()) stages.push_back(stage.name);
  EXPECT_THAT(stages, testing::UnorderedElementsAre("text", "bert", "encoder", "durations", "prior",
                                                    "flow", "decoder"));
}

TEST(SynthesizerTest, WhatIsPreparedAheadMayBeLeft) {
  struct Enough {};
  for (int i = 0; i < 5; ++i)
    EXPECT_THROW(Shared().Synthesize({.text = "你好|世界|再见"},
                                     [](std::span<const float>) { throw Enough(); }),
                 Enough);
}

TEST(SynthesizerTest, AnEarlyStartSpeaksTheFirstClauseOnItsOwn) {
  const std::string clause = "今天天气真不错，", rest = "我们一起去公园散步吧。";
  const auto speak = [](const std::string& text, bool early) {
    Timings timings;
    std::vector<float> audio;
    Shared().Synthesize(
        {.text = text, .early_start = early, .seed = 5},
        [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); },
        {.timings = &timings});
    std::vector<std::string> pieces;
    for (const Timings::Piece& piece : timings.pieces) pieces.push_back(piece.whole.text);
    return std::pair(audio, pieces);
  };
  const auto [early, pieces] = speak(clause + rest, true);
  EXPECT_THAT(pieces, testing::ElementsAre(clause, rest));
  // The clause sounds as it does alone.
  const auto alone = speak(clause, false).first;
  ASSERT_GT(early.size(), alone.size());
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), early.begin()));
  EXPECT_THAT(speak(clause + rest, false).second, testing::ElementsAre(clause + rest));
  EXPECT_THAT(speak("你好，世界。", true).second, testing::ElementsAre("你好，世界。"));
}

TEST(SynthesizerTest, KeptBertFeaturesAreThoseComputed) {
  const SynthesizerFiles files = NoiseVoice();
  const Synthesizer uncached(std::make_shared<const Backbone>(files.backbone(), 2, 0), files.model,
                             files.config);
  const Request request{.text = "今天天气真好", .seed = 9};
  const auto audio = Speak(uncached, request);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Speak(Shared(), request), audio);
}

TEST(SynthesizerTest, SinksComputeWithDenormalsFlushed) {
  Shared().Synthesize({.text = "你好|世界"}, [](std::span<const float>) {
    volatile float tiny = std::numeric_limits<float>::min();
    EXPECT_EQ(tiny * 0.5f, 0.0f);
  });
}

TEST(SynthesizerTest, ReportsTheSeedItDrew) {
  const auto ignore = [](std::span<const float>) {};
  const Result first = Shared().Synthesize({.text = "你好"}, ignore);
  const Result second = Shared().Synthesize({.text = "你好"}, ignore);
  EXPECT_NE(first.seed, second.seed);
  EXPECT_EQ(Speak(Shared(), {.text = "你好", .seed = first.seed}).size(), first.samples);
}

TEST(SynthesizerTest, SlicesArePausedAndEmptyOnesSkipped) {
  std::vector<std::pair<size_t, size_t>> steps;
  const Result result = Shared().Synthesize(
      {.text = "你好||世界|\n ！|再见\n", .pause_seconds = 0.5f, .seed = 1},
      [](std::span<const float>) {},
      {.progress = [&](size_t done, size_t total) { steps.emplace_back(done, total); }});
  EXPECT_EQ(result.slices, 3u);
  EXPECT_THAT(steps, testing::ElementsAre(testing::Pair(0, 3), testing::Pair(1, 3),
                                          testing::Pair(2, 3), testing::Pair(3, 3)));
  const Result unpaused = Shared().Synthesize(
      {.text = "你好|世界|再见", .pause_seconds = 0, .seed = 1}, [](std::span<const float>) {});
  EXPECT_EQ(result.samples, unpaused.samples + 2 * static_cast<size_t>(Shared().sample_rate()) / 2);
}

TEST(SynthesizerTest, SpeakersHaveNamesAndIds) {
  const auto names = Shared().speakers();
  ASSERT_EQ(names.size(), 2u);
  const auto by_name = Speak(Shared(), {.text = "你好", .speaker = names[1], .seed = 1});
  EXPECT_EQ(Speak(Shared(), {.text = "你好", .speaker = "1", .seed = 1}), by_name);
  EXPECT_NE(Speak(Shared(), {.text = "你好", .speaker = "0", .seed = 1}), by_name);
  for (const char* unknown : {"nobody", "2", "-1", "1x"})
    test::ExpectError(ErrorCode::kNotFound, "unknown speaker",
                      [&] { Speak(Shared(), {.text = "你好", .speaker = unknown}); });
}

TEST(SynthesizerTest, LongerLengthScaleIsLonger) {
  const auto normal = Speak(Shared(), {.text = "你好世界", .sdp_ratio = 0, .seed = 1});
  const auto slow =
      Speak(Shared(), {.text = "你好世界", .sdp_ratio = 0, .length_scale = 3, .seed = 1});
  EXPECT_GT(slow.size(), normal.size());
}

TEST(SynthesizerTest, RefusesWhatCannotBeSpoken) {
  for (const char* text : {"", "   \n|", "！？…", "🙂"})
    test::ExpectError(ErrorCode::kInvalidArgument, "holds nothing that can be spoken",
                      [&] { Speak(Shared(), {.text = text}); });
}

TEST(SynthesizerTest, LongTextIsSpokenSentenceBySentence) {
  std::string sentence;
  for (int i = 0; i < 20; ++i) sentence += "一二";
  sentence += "。";
  const auto speak = [](const std::string& text, const Request& pauses = {}) {
    Request request = pauses;
    request.text = text;
    request.seed = 1;
    return Shared().Synthesize(request, [](std::span<const float>) {});
  };
  EXPECT_EQ(speak(sentence + sentence).slices, 1u);
  const Result three = speak(sentence + sentence + sentence);
  EXPECT_EQ(three.slices, 3u);
  const Result unpaused = speak(sentence + sentence + sentence, {.sentence_pause_seconds = 0});
  EXPECT_EQ(three.samples,
            unpaused.samples + 2 * static_cast<size_t>(0.3f * static_cast<float>(16000)));
  // Numbers take more room in BERT (128 tokens here) than in the text.
  EXPECT_GT(speak(std::string(100, '9')).slices, 0u);
  std::string numbers;
  for (int i = 0; i < 8; ++i) numbers += "1234567898 ";
  EXPECT_EQ(speak(numbers).slices, 2u);
}

TEST(SynthesizerTest, ParagraphsHaveTheirOwnPause) {
  const auto samples = [](const char* text, std::optional<float> paragraph) {
    return Shared()
        .Synthesize(
            {.text = text, .pause_seconds = 0.5f, .paragraph_pause_seconds = paragraph, .seed = 1},
            [](std::span<const float>) {})
        .samples;
  };
  const auto rate = static_cast<size_t>(Shared().sample_rate());
  EXPECT_EQ(samples("你||好", {}), samples("你|好", {}));
  EXPECT_EQ(samples("你||好", 2.0f), samples("你|好", 2.0f) + rate * 3 / 2);
  EXPECT_EQ(samples("你\n\n好", 2.0f), samples("你||好", 2.0f));
}

TEST(SynthesizerTest, RefusesOptionsOutOfRange) {
  const auto refuse = [](const char* fragment, const Request& request) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment, [&] { Speak(Shared(), request); });
  };
  refuse("sdp_ratio is 1.5", {.text = "你", .sdp_ratio = 1.5f});
  refuse("noise_scale is -1", {.text = "你", .noise_scale = -1});
  refuse("length_scale is 0", {.text = "你", .length_scale = 0});
  refuse("length_scale is nan", {.text = "你", .length_scale = std::nanf("")});
  refuse("bert_weight is 1.6", {.text = "你", .bert_weight = 1.6f});
  refuse("pause_seconds is 61", {.text = "你", .pause_seconds = 61});
  refuse("sentence_pause_seconds is -1", {.text = "你", .sentence_pause_seconds = -1});
  refuse("paragraph_pause_seconds is nan",
         {.text = "你", .paragraph_pause_seconds = std::nanf("")});
}

TEST(SynthesizerTest, TimingsAddUpToTheAudioToTheSample) {
  Timings timings;
  std::string text = "你好，世界。今天好！|";
  for (int i = 0; i < 40; ++i) text += "一二三。";
  text += "||再见";
  const Result result = Shared().Synthesize({.text = text,
                                             .pause_seconds = 0.5f,
                                             .sentence_pause_seconds = 0.25f,
                                             .paragraph_pause_seconds = 1.0f,
                                             .seed = 1},
                                            [](std::span<const float>) {}, {.timings = &timings});
  EXPECT_EQ(timings.samples, result.samples);
  ASSERT_EQ(timings.pieces.size(), 42u);
  size_t end = 0, silence = 0;
  for (const Timings::Piece& piece : timings.pieces) {
    ASSERT_GE(piece.whole.begin, end);
    silence += piece.whole.begin - end;
    end = piece.whole.begin;
    for (const Timings::Span& phone : piece.phones) {
      ASSERT_EQ(phone.begin, end);
      end = phone.end;
    }
    ASSERT_EQ(piece.whole.end, end);
  }
  EXPECT_EQ(end, result.samples);
  EXPECT_EQ(silence, static_cast<size_t>(Shared().sample_rate()) * (2 + 39 + 4) / 4);
  EXPECT_EQ(timings.pieces[0].sentences.size(), 2u);
  EXPECT_EQ(timings.pieces[0].words.size(), 10u);
}

TEST(SynthesizerTest, PhonesAreSpokenAsGiven) {
  const Request request{.text = "你好，世界|再见", .seed = 1};
  Request given{.seed = 1};
  given.phones = Shared().Pronounce(request);
  ASSERT_EQ(given.phones.size(), 2u);
  EXPECT_EQ(given.phones[1].text, "再见");
  EXPECT_EQ(Speak(Shared(), given), Speak(Shared(), request));
  given.language = text::Language::kJp;  // the phones have their own
  EXPECT_EQ(Speak(Shared(), given), Speak(Shared(), request));
  given.phones[0].spans[0].tones[1] = 4;
  EXPECT_NE(Speak(Shared(), given), Speak(Shared(), request));
  given.phones.resize(1);
  given.phones[0].spans[0].phones = {"_"};
  given.phones[0].spans[0].tones = {0};
  given.phones[0].spans[0].word2ph = {1};
  test::ExpectError(ErrorCode::kInvalidArgument, "the phones given hold nothing",
                    [&] { Speak(Shared(), given); });
}

TEST(SynthesizerTest, EachLanguageOfAnUtteranceHasItsBert) {
  const test::TemporaryFolder folder;
  WriteJapaneseBert(folder.path());
  SynthesizerFiles files = NoiseVoice();
  files.bert_ja = folder.path();
  const Synthesizer both(files, 2);
  files.bert.clear();
  const Synthesizer japanese(files, 2);
  Request request{.seed = 1};
  request.phones = both.Pronounce({.text = "你好"});
  std::vector<text::Phones>& spans = request.phones[0].spans;
  spans.push_back(
      both.Pronounce({.text = "今日は", .language = text::Language::kJp})[0].spans.at(0));
  text::JoinSpans(spans);
  const auto audio = Speak(both, request);
  EXPECT_NE(audio, Speak(japanese, request));
  EXPECT_NE(audio, Speak(Shared(), request));
  EXPECT_NE(Speak(japanese, request), Speak(Shared(), request));
  request.bert_weight = 0;
  EXPECT_EQ(Speak(both, request), Speak(Shared(), request));
}

TEST(SynthesizerTest, SpeaksSeveralLanguagesAtOnce) {
  Timings timings;
  const Request request{.text = "你好Bob，ありがとう！<ja>東京\n大阪</ja>|Bob", .seed = 1};
  const Result result =
      Shared().Synthesize(request, [](std::span<const float>) {}, {.timings = &timings});
  ASSERT_EQ(timings.pieces.size(), 3u);
  using enum text::Language;
  EXPECT_THAT(timings.pieces[0].languages, testing::ElementsAre(kZh, kEn, kJp));
  EXPECT_EQ(timings.pieces[0].whole.text, "你好Bob，ありがとう！東京");
  EXPECT_THAT(timings.pieces[1].languages, testing::ElementsAre(kJp));
  EXPECT_THAT(timings.pieces[2].languages, testing::ElementsAre(kEn));
  EXPECT_EQ(timings.pieces[0].phones.back().end, timings.pieces[0].whole.end);
  EXPECT_EQ(timings.pieces[2].phones.back().end, result.samples);
  EXPECT_EQ(timings.samples, result.samples);
  // What is printed can be spoken.
  EXPECT_EQ(Speak(Shared(), {.phones = Shared().Pronounce(request), .seed = 1}).size(),
            result.samples);
}

TEST(SynthesizerTest, TheLanguageIsFoundOutOrAskedFor) {
  const auto languages = [](const Request& request) {
    std::vector<text::Language> found;
    for (const Pronunciation& piece : Shared().Pronounce(request))
      for (const text::Phones& span : piece.spans) found.push_back(span.language);
    return found;
  };
  using enum text::Language;
  EXPECT_THAT(languages({.text = "東京。|ここ。", .language = std::nullopt}),
              testing::ElementsAre(kJp, kJp));
  EXPECT_THAT(languages({.text = "東京。|ここ。"}), testing::ElementsAre(kZh, kJp));
  EXPECT_THAT(languages({.text = "好ここ", .foreign = text::Foreign::kDrop}),
              testing::ElementsAre(kZh));
  test::ExpectError(ErrorCode::kInvalidArgument, "'😀' holds nothing that can be spoken",
                    [&] { languages({.text = "😀", .language = std::nullopt}); });
}

TEST(SynthesizerTest, BertWeightScalesTheFeatures) {
  SynthesizerFiles files = NoiseVoice();
  files.bert.clear();
  const Request none{.text = "今天天气真好", .bert_weight = 0, .seed = 1};
  const Request half{.text = "今天天气真好", .bert_weight = 0.5f, .seed = 1};
  const Request full{.text = "今天天气真好", .seed = 1};
  EXPECT_EQ(Speak(Shared(), none), Speak(Synthesizer(files, 2), full));
  EXPECT_NE(Speak(Shared(), half), Speak(Shared(), full));
  EXPECT_NE(Speak(Shared(), half), Speak(Shared(), none));
}

TEST(SynthesizerTest, ConcurrentCallsDoNotMix) {
  std::vector<std::vector<float>> expected(4), found(4);
  const auto request = [](size_t i) { return Request{.text = "一二三四五", .seed = i}; };
  for (size_t i = 0; i < 4; ++i) expected[i] = Speak(Shared(), request(i));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 3; ++round) found[i] = Speak(Shared(), request(i));
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(found, expected);
}

TEST(SynthesizerTest, AnExceptionOfTheSinkStopsAndPassesThrough) {
  struct Stop {};
  EXPECT_THROW(Shared().Synthesize({.text = "你好"}, [](std::span<const float>) { throw Stop(); }),
               Stop);
  EXPECT_GT(Speak(Shared(), {.text = "你好"}).size(), 0u);
}

TEST(SynthesizerTest, ProfilesEveryStage) {
  Profile profile;
  Shared().Synthesize({.text = "你好"}, [](std::span<const float>) {}, {.profile = &profile});
  std::vector<std::string> names;
  for (const auto& stage : profile.stages()) names.push_back(stage.name);
  EXPECT_THAT(names, testing::ElementsAre("text", "bert", "encoder", "durations", "prior", "flow",
                                          "decoder"));
  EXPECT_GT(profile.stages().back().flop, 1e6);
}

TEST(SynthesizerTest, OpeningNamesWhatIsWrong) {
  SynthesizerFiles files = NoiseVoice();
  files.bert = "/no/such/bert";
  test::ExpectError(ErrorCode::kNotFound, "/no/such/bert", [&] { Synthesizer s(files); });
  files = NoiseVoice();
  files.model = "/no/such/model.safetensors";
  test::ExpectError(ErrorCode::kNotFound, "/no/such/model", [&] { Synthesizer s(files); });
  // One layer too few in the configuration would leave tensors unused and speak nonsense.
  const test::TemporaryFolder folder;
  files = NoiseVoice();
  for (const char* key : {"n_layers", "n_layers_trans_flow", "n_flow_layer"}) {
    Json config = Json::ParseFile(files.config.string());
    Json& section = *config.Find("model");
    section.Set(key, section.At(key).AsInteger() - 1);
    ReplaceFile(folder / "config.json", config.Dump());
    SynthesizerFiles wrong = NoiseVoice();
    wrong.config = folder / "config.json";
    EXPECT_THROW(Synthesizer s(wrong), Error) << key;
  }
}

}  // namespace
}  // namespace bv2::synth
