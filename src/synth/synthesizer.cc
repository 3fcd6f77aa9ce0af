#include "synth/synthesizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>
#include <utility>

#include "base/check.h"
#include "base/denormals.h"
#include "base/utf8.h"
#include "model/network_shape.h"
#include "model/weights.h"

namespace bv2::synth {
namespace {

constexpr size_t kBertChannels = 1024;
constexpr size_t kJaBertChannels = 768;
// Longer slices would run into BERT's limit anyway; this says so before any work is done.
constexpr size_t kMaxSliceCharacters = 2000;

uint64_t RandomSeed() {
  std::random_device device;
  return device();
}

std::vector<std::string_view> CutSlices(std::string_view text) {
  std::vector<std::string_view> slices;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("|\n"), text.size());
    if (text.substr(0, end).find_first_not_of(" \t\r") != std::string_view::npos)
      slices.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return slices;
}

bool HoldsSpeech(const text::Phones& phones) {
  return std::ranges::any_of(phones.phones, [](const std::string& phone) {
    const std::u32string symbol = DecodeUtf8(phone);
    const bool punctuation = symbol.size() == 1 && text::IsPunctuation(symbol[0]);
    return !punctuation && phone != text::kPad && phone != text::kUnknown;
  });
}

text::FrontendOptions FrontendOptionsOf(const SynthesizerFiles& files) {
  text::FrontendOptions options = {.data = files.data, .mecab_dictionary = files.mecab_dictionary};
  if (!files.bert_ja.empty()) options.japanese_vocabulary = files.bert_ja / "vocab.txt";
  return options;
}

std::string Shorten(std::string_view text) {
  constexpr size_t kShown = 20;
  const std::u32string characters = DecodeUtf8(text);
  return EncodeUtf8(std::u32string_view(characters).substr(0, kShown)) +
         (characters.size() > kShown ? "…" : "");
}

}  // namespace

struct Synthesizer::Slice {
  text::Phones phones;
  text::PhoneIds ids;
};

Synthesizer::Synthesizer(const SynthesizerFiles& files, int threads)
    : pool_(threads),
      config_(model::ReadConfigFor(files.model, files.config)),
      voice_(model::OpenVoiceWeights(files.model), config_, pool_),
      frontends_(FrontendOptionsOf(files)) {
  if (!files.bert.empty()) bert_.emplace(files.bert, kBertChannels, pool_);
  if (!files.bert_ja.empty()) bert_ja_.emplace(files.bert_ja, kJaBertChannels, pool_);
}

std::vector<std::string> Synthesizer::speakers() const {
  std::vector<std::string> names;
  for (const auto& [name, id] : config_.data.spk2id) names.push_back(name);
  return names;
}

const BertFeatures* Synthesizer::BertOf(text::Language language) const {
  if (language == text::Language::kZh && bert_) return &*bert_;
  if (language == text::Language::kJp && bert_ja_) return &*bert_ja_;
  return nullptr;
}

int64_t Synthesizer::SpeakerId(const std::string& speaker) const {
  const auto& table = config_.data.spk2id;
  if (speaker.empty()) return table.empty() ? 0 : static_cast<int64_t>(table.front().second);
  for (const auto& [name, id] : table)
    if (name == speaker) return static_cast<int64_t>(id);
  int64_t id = 0;
  const char* const end = speaker.data() + speaker.size();
  const auto [stop, error] = std::from_chars(speaker.data(), end, id);
  const auto count = static_cast<int64_t>(voice_.speakers());
  if (error == std::errc() && stop == end && id >= 0 && id < count) return id;
  constexpr size_t kShown = 5;
  std::string known = "ids";
  for (size_t i = 0; i < std::min(table.size(), kShown); ++i)
    known = fmt::format("{}'{}'{}", i == 0 ? "" : known + ", ", table[i].first,
                        i + 1 == kShown && table.size() > kShown ? ", …" : "");
  Fail(ErrorCode::kNotFound, "unknown speaker '{}'; this voice has {} (ids 0 to {})", speaker,
       known, count - 1);
}

std::vector<Synthesizer::Slice> Synthesizer::Prepare(const Request& request) const {
  BV2_CHECK(request.pause_seconds >= 0 && request.pause_seconds <= 60,
            "pause_seconds is {}; it must be from 0 to 60", request.pause_seconds);
  const text::Frontend& frontend = frontends_.Of(request.language, request.normalization);
  const BertFeatures* const bert = BertOf(request.language);
  std::vector<Slice> slices;
  for (const std::string_view text : CutSlices(request.text)) {
    const size_t characters = DecodeUtf8(text).size();
    if (characters > kMaxSliceCharacters)
      Fail(ErrorCode::kOutOfRange,
           "a slice of {} characters, '{}', is too long; the limit is {}. Cut the text with '|'",
           characters, Shorten(text), kMaxSliceCharacters);
    text::Phones phones = frontend.ToPhones(text);
    if (!HoldsSpeech(phones)) continue;
    if (bert != nullptr && phones.tokens.size() > bert->max_tokens())
      Fail(ErrorCode::kOutOfRange,
           "a slice of {} characters or words, '{}', is too long for BERT, which takes {}. Cut the "
           "text with '|'",
           phones.tokens.size(), Shorten(text), bert->max_tokens());
    text::PhoneIds ids = text::ToIds(phones);
    if (config_.data.add_blank) ids = text::AddBlanks(ids);
    slices.push_back({.phones = std::move(phones), .ids = std::move(ids)});
  }
  BV2_CHECK(!slices.empty(), "the text '{}' holds nothing that can be spoken in {}",
            Shorten(request.text), text::LanguageName(request.language));
  return slices;
}

void Synthesizer::Speak(const Slice& slice, const Request& request, vits::NoiseSource& noise,
                        const SampleSink& sink, Profile* profile) const {
  const ArenaPool::Lease arena(arenas_);
  const Arena::Scope scope(*arena);
  double flop = 0;
  const Context context{.pool = pool_, .arena = *arena, .flop = &flop};
  const auto mark = [&](std::string_view stage) { profile->Mark(stage, std::exchange(flop, 0.0)); };
  vits::Utterance utterance{.phones = {.phones = slice.ids.phones,
                                       .tones = slice.ids.tones,
                                       .languages = slice.ids.languages},
                            .speaker = voice_.Speaker(SpeakerId(request.speaker)),
                            .options = {.sdp_ratio = request.sdp_ratio,
                                        .noise_scale = request.noise_scale,
                                        .noise_scale_w = request.noise_scale_w,
                                        .length_scale = request.length_scale}};
  if (profile != nullptr) {
    profile->Start();
    utterance.observer = [&](std::string_view stage, std::string_view, View<const float>) {
      mark(stage);
    };
  }
  if (const BertFeatures* const bert = BertOf(request.language)) {
    const View<float> features = (*arena).Matrix(slice.ids.phones.size(), bert->channels());
    bert->PerPhone(slice.phones.tokens, slice.ids.word2ph, features, context);
    const bool japanese = request.language == text::Language::kJp;
    (japanese ? utterance.phones.ja_bert : utterance.phones.bert) = features;
    if (profile != nullptr) mark("bert");
  }
  voice_.Infer(utterance, noise, sink, {}, context);
}

Result Synthesizer::Synthesize(const Request& request, const SampleSink& sink,
                               const Watch& watch) const {
  const FlushDenormals flush;
  Result result{.seed = request.seed ? *request.seed : RandomSeed(), .sample_rate = sample_rate()};
  const SampleSink counted = [&](std::span<const float> samples) {
    result.samples += samples.size();
    sink(samples);
  };
  const auto report = [&](size_t done, size_t total) {
    if (watch.progress) watch.progress(done, total);
  };

  if (watch.profile != nullptr) watch.profile->Start();
  const std::vector<Slice> slices = Prepare(request);
  if (watch.profile != nullptr) watch.profile->Mark("text");
  // One generator for all slices, as the original keeps drawing from its global one.
  Rng rng(result.seed);
  vits::SeededNoise noise(rng);
  const std::vector<float> pause(
      static_cast<size_t>(request.pause_seconds * static_cast<float>(sample_rate())), 0.0f);
  for (const Slice& slice : slices) {
    report(result.slices, slices.size());
    if (result.slices > 0 && !pause.empty()) counted(pause);
    Speak(slice, request, noise, counted, watch.profile);
    ++result.slices;
  }
  report(result.slices, slices.size());
  return result;
}

}  // namespace bv2::synth
