#include "synth/synthesizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <numeric>
#include <random>
#include <utility>

#include "base/check.h"
#include "base/denormals.h"
#include "base/utf8.h"
#include "model/network_shape.h"
#include "model/weights.h"
#include "synth/timings.h"

namespace bv2::synth {
namespace {

// The original speaks a slice whole; its BERT takes no more characters than these.
constexpr size_t kMaxUpstreamCharacters = 510;

// A clause of an early start is at least this part of the longest piece: five characters of
// Chinese, twelve of English.
constexpr size_t kClausesOfPiece = 20;

uint64_t RandomSeed() {
  std::random_device device;
  return device();
}

bool HoldsSpeech(const Pronunciation& pronunciation) {
  return std::ranges::any_of(pronunciation.spans, text::HoldsSpeech);
}

void CheckOptions(const Request& request) {
  const auto check = [](const char* name, float seconds) {
    BV2_CHECK(seconds >= 0 && seconds <= 60, "{} is {}; it must be from 0 to 60", name, seconds);
  };
  check("pause_seconds", request.pause_seconds);
  check("sentence_pause_seconds", request.sentence_pause_seconds);
  check("paragraph_pause_seconds", request.paragraph_pause_seconds.value_or(0));
  BV2_CHECK(request.bert_weight >= 0 && request.bert_weight <= 1.5f,
            "bert_weight is {}; it must be from 0 to 1.5", request.bert_weight);
}

// Of silence before a slice.
float PauseSeconds(text::Break before, const Request& request) {
  switch (before) {
    case text::Break::kClause:
      return 0;
    case text::Break::kSentence:
      return request.sentence_pause_seconds;
    case text::Break::kSlice:
      return request.pause_seconds;
    case text::Break::kParagraph:
      return request.paragraph_pause_seconds.value_or(request.pause_seconds);
  }
  return 0;
}

// How many characters may be spoken at once.
size_t LongestPiece(const Request& request, const text::MarkedText& text) {
  if (request.normalization == text::Normalization::kUpstream) return kMaxUpstreamCharacters;
  return request.language ? text::MaxPieceCharacters(*request.language)
                          : text::MaxPieceCharacters(text);
}

bool AnyNotZero(const model::Weights& weights, std::string_view name) {
  return std::ranges::any_of(weights.Get(name, weights.Shape(name)).span(),
                             [](float value) { return value != 0; });
}

std::string Shorten(std::string_view text) {
  constexpr size_t kShown = 20;
  const std::u32string characters = DecodeUtf8(text);
  return EncodeUtf8(std::u32string_view(characters).substr(0, kShown)) +
         (characters.size() > kShown ? "…" : "");
}

}  // namespace

struct Synthesizer::Slice {
  Pronunciation pronunciation;
  text::Break before;
  text::PhoneIds ids;
  int64_t speaker;
};

struct Synthesizer::Latent {
  Matrix z;                 // [T_frame][inter]
  std::vector<int> frames;  // of each phone of the slice's ids
  int64_t speaker;
  Profile profile;
};

Synthesizer::Synthesizer(const SynthesizerFiles& files, int threads)
    : Synthesizer(std::make_shared<const Backbone>(files.backbone(), threads), files.model,
                  files.config) {}

Synthesizer::Synthesizer(std::shared_ptr<const Backbone> backbone,
                         const std::filesystem::path& model, const std::filesystem::path& config)
    : Synthesizer(std::move(backbone), model::OpenVoiceWeights(model),
                  model::ReadConfigFor(model, config)) {}

Synthesizer::Synthesizer(std::shared_ptr<const Backbone> backbone, const model::Weights& weights,
                         model::Config config)
    : backbone_(std::move(backbone)),
      config_(std::move(config)),
      voice_(backbone_->engine().OpenVoice(weights, config_, backbone_->pool())),
      speakers_(config_.data, voice_->speakers()),
      hears_bert_(AnyNotZero(weights, "enc_p.bert_proj.weight")),
      hears_ja_bert_(AnyNotZero(weights, "enc_p.ja_bert_proj.weight")) {}

bool Synthesizer::HearsBert(text::Language language) const {
  return (language == text::Language::kZh && hears_bert_) ||
         (language == text::Language::kJp && hears_ja_bert_);
}

std::vector<Synthesizer::Slice> Synthesizer::Prepare(const Request& request) const {
  CheckOptions(request);
  const bool given = !request.phones.empty();
  std::vector<Slice> slices;
  for (const Pronunciation& slice : request.phones)
    slices.push_back(MakeSlice({.text = slice.text, .before = text::Break::kSlice}, slice.spans));
  const text::MarkedText text = backbone_->frontends().Mark(given ? "" : request.text,
                                                            {.language = request.language,
                                                             .normalization = request.normalization,
                                                             .foreign = request.foreign,
                                                             .dictionary = request.dictionary});
  const size_t longest = LongestPiece(request, text);
  std::vector<text::Piece> pieces = text::CutPieces(text.passage, longest);
  if (request.early_start) text::CutOpening(text.passage, longest / kClausesOfPiece, pieces);
  for (const text::Piece& piece : pieces) Prepare(piece, text, request.normalization, slices);
  if (!request.speaker.empty()) {
    const int64_t speaker = speakers_.Find(request.speaker);
    for (Slice& slice : slices) slice.speaker = speaker;
  }
  std::erase_if(slices, [](const Slice& slice) { return !HoldsSpeech(slice.pronunciation); });
  BV2_CHECK(!slices.empty() || !given, "the phones given hold nothing that can be spoken");
  BV2_CHECK(!slices.empty(), "the text '{}' holds nothing that can be spoken{}",
            Shorten(request.text),
            request.language ? fmt::format(" in {}", text::LanguageName(*request.language)) : "");
  return slices;
}

void Synthesizer::Prepare(const text::Piece& piece, const text::MarkedText& text,
                          text::Normalization normalization, std::vector<Slice>& slices) const {
  const text::MarkedText marked = text::Part(text, piece.begin, piece.begin + piece.text.size());
  std::vector<text::Phones> spans = backbone_->frontends().ToSpans(marked, normalization);
  // Numbers and abbreviations written out can be longer than BERT takes.
  const size_t characters = DecodeUtf8(piece.text).size();
  if (!FitsBert(spans) && characters > 1) {
    std::vector<text::Piece> parts = text::CutPieces(marked.passage, (characters + 1) / 2);
    // A reading that long cannot be kept.
    if (parts.size() == 1) parts = text::CutPieces(piece.text, (characters + 1) / 2);
    parts.front().before = piece.before;
    for (const text::Piece& part : parts) Prepare(part, marked, normalization, slices);
    return;
  }
  slices.push_back(MakeSlice(piece, std::move(spans)));
}

bool Synthesizer::FitsBert(std::span<const text::Phones> spans) const {
  return std::ranges::all_of(spans, [&](const text::Phones& span) {
    const BertFeatures* const bert = backbone_->Bert(span.language);
    return bert == nullptr || span.tokens.size() <= bert->max_tokens();
  });
}

Synthesizer::Slice Synthesizer::MakeSlice(const text::Piece& piece,
                                          std::vector<text::Phones> spans) const {
  text::PhoneIds ids = text::ToIds(spans);
  if (config_.data.add_blank) ids = text::AddBlanks(ids);
  const int64_t speaker = speakers_.For(spans);
  return {.pronunciation = {.text = piece.text, .spans = std::move(spans)},
          .before = piece.before,
          .ids = std::move(ids),
          .speaker = speaker};
}

View<const float> Synthesizer::Features(const Slice& slice, text::Language language, float weight,
                                        const Context& context) const {
  const BertFeatures* const bert = backbone_->Bert(language);
  const auto& spans = slice.pronunciation.spans;
  if (bert == nullptr || !HearsBert(language) ||
      std::ranges::find(spans, language, &text::Phones::language) == spans.end())
    return {};
  const View<float> features = context.arena.Matrix(slice.ids.phones.size(), bert->channels());
  std::span<const int64_t> word2ph = slice.ids.word2ph;
  size_t row = 0;
  for (const text::Phones& span : spans) {
    const auto counts = word2ph.first(span.word2ph.size());
    word2ph = word2ph.subspan(counts.size());
    const auto count =
        static_cast<size_t>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
    const View<float> rows = features.Rows(row, count);
    row += count;
    if (span.language == language) bert->PerPhone(span.tokens, counts, rows, context);
    for (size_t t = 0; t < rows.rows(); ++t)
      for (float& value : rows[t]) value = span.language == language ? value * weight : 0;
  }
  return features;
}

Synthesizer::Latent Synthesizer::MakeLatent(const Slice& slice, const Request& request,
                                            vits::NoiseSource& noise, bool profiled) const {
  const FlushDenormals flush;
  const ArenaPool::Lease arena(arenas_);
  const Arena::Scope scope(*arena);
  double flop = 0;
  const Context context{.pool = pool(), .arena = *arena, .flop = &flop};
  Latent latent{.z = {},
                .frames = std::vector<int>(slice.ids.phones.size()),
                .speaker = slice.speaker,
                .profile = {}};
  const auto mark = [&](std::string_view stage) {
    latent.profile.Mark(stage, std::exchange(flop, 0.0));
  };
  vits::Utterance utterance{.phones = {.phones = slice.ids.phones,
                                       .tones = slice.ids.tones,
                                       .languages = slice.ids.languages},
                            .speaker = voice_->Speaker(slice.speaker),
                            .options = {.sdp_ratio = request.sdp_ratio,
                                        .noise_scale = request.noise_scale,
                                        .noise_scale_w = request.noise_scale_w,
                                        .length_scale = request.length_scale}};
  utterance.phones.bert = Features(slice, text::Language::kZh, request.bert_weight, context);
  utterance.phones.ja_bert = Features(slice, text::Language::kJp, request.bert_weight, context);
  if (utterance.phones.bert.rows() + utterance.phones.ja_bert.rows() > 0) mark("bert");
  if (profiled)
    utterance.observer = [&](std::string_view stage, std::string_view, View<const float>) {
      mark(stage);
    };
  latent.z = voice_->Latent(utterance, noise, latent.frames, context);
  return latent;
}

void Synthesizer::Decode(const Latent& latent, const SampleSink& sink, Profile* profile) const {
  const ArenaPool::Lease arena(arenas_);
  double flop = 0;
  const Context context{.pool = pool(), .arena = *arena, .flop = &flop};
  if (profile != nullptr) {
    profile->Add(latent.profile);
    profile->Start();
  }
  voice_->Decode(latent.z, voice_->Speaker(latent.speaker), {}, sink, context);
  if (profile != nullptr) profile->Mark("decoder", flop);
}

std::vector<Pronunciation> Synthesizer::Pronounce(const Request& request) const {
  std::vector<Pronunciation> result;
  for (Slice& slice : Prepare(request)) result.push_back(std::move(slice.pronunciation));
  return result;
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

  if (watch.timings != nullptr) *watch.timings = {.sample_rate = sample_rate()};
  if (watch.profile != nullptr) watch.profile->Start();
  const std::vector<Slice> slices = Prepare(request);
  if (watch.profile != nullptr) watch.profile->Mark("text");
  // One generator for all slices, as the original keeps drawing from its global one.
  Rng rng(result.seed);
  vits::SeededNoise noise(rng);
  const auto prepare = [&](size_t i) {
    return MakeLatent(slices[i], request, noise, watch.profile != nullptr);
  };
  const bool ahead = watch.ahead && pool().threads() > 1;
  std::future<Latent> next;
  for (size_t i = 0; i < slices.size(); ++i) {
    report(i, slices.size());
    if (i > 0) {
      const float pause =
          PauseSeconds(slices[i].before, request) * static_cast<float>(sample_rate());
      const std::vector<float> silence(static_cast<size_t>(pause), 0.0f);
      if (!silence.empty()) counted(silence);
    }
    const Latent latent = next.valid() ? next.get() : prepare(i);
    const size_t begin = result.samples;
    Decode(
        latent,
        [&](std::span<const float> samples) {
          counted(samples);
          // Not before: the first audio is in a hurry.
          if (ahead && !next.valid() && i + 1 < slices.size())
            next = std::async(std::launch::async, prepare, i + 1);
        },
        watch.profile);
    if (watch.timings != nullptr)
      watch.timings->pieces.push_back(
          TimePiece(slices[i].pronunciation,
                    {.begin = begin, .hop = voice_->hop(), .frames = latent.frames}));
    ++result.slices;
  }
  report(result.slices, slices.size());
  if (watch.timings != nullptr) watch.timings->samples = result.samples;
  return result;
}

}  // namespace bv2::synth
