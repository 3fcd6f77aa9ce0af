#include "corpus/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "audio/read.h"
#include "audio/wav_header.h"
#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "corpus/feature_file.h"
#include "corpus/training_wav.h"
#include "dsp/spectrogram.h"
#include "model/tensor_file.h"
#include "text/frontend.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

// Beyond these a recording is worth a warning.
constexpr double kOffsetLimit = 0.01;  // −40 dB
constexpr double kPeakLimit = 0.03;    // −30 dB
constexpr double kSilenceLimit = 0.5;  // of the duration
constexpr double kEdgeLimit = 1.0;     // seconds

void Add(Examination& out, Check check, std::string detail, double weight = 1) {
  out.findings.push_back({.check = check,
                          .list = out.facts.list,
                          .line = out.facts.line,
                          .file = out.facts.audio,
                          .detail = std::move(detail),
                          .weight = weight});
}

// Tones of a language are numbered from 0; the next language's offset ends them.
int64_t ToneCount(text::Language language) {
  switch (language) {
    case text::Language::kZh:
      return text::ToneOffset(text::Language::kJp);
    case text::Language::kJp:
      return text::ToneOffset(text::Language::kEn) - text::ToneOffset(text::Language::kJp);
    default:
      return text::kToneCount - text::ToneOffset(text::Language::kEn);
  }
}

bool IsSpoken(const std::string& phone) {
  return phone != text::kPad && phone != text::kUnknown && phone != "…" &&
         std::string_view("!?,.'-").find(phone) == std::string_view::npos;
}

// FNV-1a over the samples. Equal recordings are found by it; nothing depends on it being rare.
uint64_t Fingerprint(std::span<const float> samples) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const float sample : samples) {
    uint32_t bits = 0;
    std::memcpy(&bits, &sample, sizeof bits);
    hash = (hash ^ bits) * 0x100000001B3;
  }
  return hash;
}

// What is wrong with a file that should hold one finite tensor of this shape; empty: nothing.
std::string TensorProblem(const fs::path& path, const std::vector<size_t>& shape) {
  try {
    const auto file = model::TensorFile::Open(path);
    const model::Tensor* tensor = file->Find("");
    if (tensor == nullptr) return fmt::format("'{}' is not one bare tensor", path.string());
    if (tensor->shape != shape)
      return fmt::format("'{}' has the shape {}; it must be {}", path.string(),
                         model::ShapeText(tensor->shape), model::ShapeText(shape));
    std::vector<float> values(tensor->size());
    model::ToFloats(*tensor, values);
    if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); }))
      return fmt::format("'{}' holds NaN or infinite values", path.string());
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

size_t PhoneFieldLength(const text::Phones& phones) {
  size_t length = phones.phones.empty() ? 0 : phones.phones.size() - 1;
  for (const std::string& phone : phones.phones) length += DecodeUtf8(phone).size();
  return length;
}

}  // namespace

Examination Examiner::Examine(const ListLine& line, const std::string& list, bool training) const {
  Examination out;
  out.facts.list = list;
  out.facts.line = line.number;
  out.facts.training = training;
  try {
    CleanedUtterance utterance = ParseCleaned(line, list);
    out.facts.audio = std::move(utterance.audio);
    out.facts.speaker = std::move(utterance.speaker);
    out.facts.language = utterance.phones.language;
    out.facts.text = utterance.phones.norm_text;
    out.phones = std::move(utterance.phones);
  } catch (const Error& error) {
    Add(out, Check::kList, error.what());
    return out;
  }
  CheckPhones(out);
  CheckSpeaker(out);
  if (options_.listen)
    CheckAudio(out);
  else
    CheckHeader(out);
  const text::Language language = out.phones.language;
  if (options_.bert && language != text::Language::kEn &&
      !options_.computed_bert.contains(language))
    CheckBert(out);
  return out;
}

void Examiner::CheckPhones(Examination& out) const {
  const text::Phones& phones = out.phones;
  const int64_t offset = text::ToneOffset(phones.language);
  size_t unknown = 0;
  size_t foreign = 0;
  for (size_t i = 0; i < phones.phones.size(); ++i) {
    const std::string& phone = phones.phones[i];
    if (!text::SymbolId(phone))
      Add(out, Check::kSymbol, fmt::format("phone {} is '{}', which is no symbol", i + 1, phone));
    unknown += phone == text::kUnknown ? 1 : 0;
    out.facts.phones += IsSpoken(phone) ? 1 : 0;
    const int64_t tone = phones.tones[i];
    if (tone < -offset || tone >= text::kToneCount - offset)
      Add(out, Check::kTone,
          fmt::format("tone {} is {}; {} has 0 to {}", i + 1, tone,
                      text::LanguageName(phones.language), ToneCount(phones.language) - 1));
    else
      foreign += tone < 0 || tone >= ToneCount(phones.language) ? 1 : 0;
  }
  if (unknown > 0)
    Add(out, Check::kUnknownPhone, fmt::format("{} phones UNK in '{}'", unknown, phones.norm_text),
        static_cast<double>(unknown));
  if (foreign > 0)
    Add(out, Check::kForeignTone,
        fmt::format("{} tones are not {}'s 0 to {}", foreign, text::LanguageName(phones.language),
                    ToneCount(phones.language) - 1),
        static_cast<double>(foreign));
}

void Examiner::CheckSpeaker(Examination& out) const {
  // Their numbers were checked when the config was read.
  const auto& speakers = config_.data.spk2id;
  const auto name = &std::pair<std::string, size_t>::first;
  if (std::ranges::find(speakers, out.facts.speaker, name) == speakers.end())
    Add(out, Check::kSpeaker, fmt::format("'{}' is not in data.spk2id", out.facts.speaker));
}

void Examiner::CheckAudio(Examination& out) const {
  if (!out.facts.audio.ends_with(".wav"))
    return Add(out, Check::kAudio, fmt::format("'{}' is not called .wav", out.facts.audio));
  audio::Clip clip;
  try {
    clip = audio::ReadAudio(out.facts.audio);
  } catch (const std::exception& error) {
    return Add(out, Check::kAudio, error.what());
  }
  if (clip.frames() == 0) return Add(out, Check::kAudio, "there is no sound in it");
  const bool right = CheckFormat(out, clip.sample_rate, clip.channels, clip.frames());
  if (clip.channels != 1) return;
  out.facts.sound = MeasureSound(clip.samples, clip.sample_rate);
  out.facts.fingerprint = Fingerprint(clip.samples);
  CheckSound(out);
  if (right) CheckSpectrogram(out, clip.frames());
}

void Examiner::CheckHeader(Examination& out) const {
  if (!out.facts.audio.ends_with(".wav"))
    return Add(out, Check::kAudio, fmt::format("'{}' is not called .wav", out.facts.audio));
  try {
    const MappedFile file(out.facts.audio);
    const audio::WavHeader header = audio::ReadWavHeader(file.bytes(), out.facts.audio);
    const size_t frame = static_cast<size_t>(header.bits / 8 * header.channels);
    if (frame == 0 || header.data_bytes < frame || header.sample_rate <= 0)
      return Add(out, Check::kAudio, "there is no sound in it");
    CheckFormat(out, header.sample_rate, header.channels, header.data_bytes / frame);
  } catch (const std::exception& error) {
    Add(out, Check::kAudio, error.what());
  }
}

bool Examiner::CheckFormat(Examination& out, int rate, int channels, size_t frames) const {
  out.facts.sample_rate = rate;
  out.facts.seconds = static_cast<double>(frames) / rate;
  const auto wanted = static_cast<int>(config_.data.sampling_rate);
  if (rate != wanted)
    Add(out, Check::kSampleRate, fmt::format("{} Hz; it must be {}", rate, wanted));
  if (channels != 1) Add(out, Check::kChannels, fmt::format("{} channels", channels));
  if (rate != wanted || channels != 1) return false;
  try {
    TrainingWavSamples(out.facts.audio, config_.data);
  } catch (const std::exception& error) {
    Add(out, Check::kSampleType, error.what());
    return false;
  }
  if (out.facts.training) CheckLength(out, frames);
  return true;
}

void Examiner::CheckSound(Examination& out) const {
  const SoundFacts& sound = out.facts.sound;
  if (!sound.finite) return Add(out, Check::kAudio, "some samples are NaN or infinite");
  const double seconds = out.facts.seconds;
  if (sound.clipped > 0)
    Add(out, Check::kClipping,
        fmt::format("{} samples, {:.2f} % of them", sound.clipped,
                    100 * static_cast<double>(sound.clipped) / (seconds * out.facts.sample_rate)),
        static_cast<double>(sound.clipped));
  if (sound.silence > kSilenceLimit || sound.edge_silence > kEdgeLimit)
    Add(out, Check::kSilence,
        fmt::format("{:.0f} % of {:.1f} s, {:.1f} s of it at the ends", 100 * sound.silence,
                    seconds, sound.edge_silence),
        std::max(sound.silence, sound.edge_silence / seconds));
  if (std::abs(sound.offset) > kOffsetLimit)
    Add(out, Check::kOffset, fmt::format("{:+.3f} of full scale", sound.offset),
        std::abs(sound.offset));
  if (sound.peak < kPeakLimit)
    Add(out, Check::kLevel, fmt::format("the loudest sample is {:.4f} of full scale", sound.peak),
        1 - sound.peak);
}

void Examiner::CheckLength(Examination& out, size_t samples) const {
  const auto& data = config_.data;
  // The original's estimate, which counts the header as sound.
  const size_t frames = fs::file_size(out.facts.audio) / (2 * data.hop_length);
  const auto [shortest, longest] = options_.sampled_frames;
  const size_t characters = PhoneFieldLength(out.phones);
  const double seconds = out.facts.seconds;
  out.facts.left_out = true;
  if (frames <= shortest || frames > longest)
    Add(out, Check::kLeftOut,
        fmt::format("{:.2f} s are {} frames; training takes {} to {}", seconds, frames,
                    shortest + 1, longest),
        frames > longest ? seconds : 1 / seconds);
  else if (characters < data.min_text_len || characters > data.max_text_len)
    Add(out, Check::kLeftOut,
        fmt::format("the field of phones has {} characters; training takes {} to {}", characters,
                    data.min_text_len, data.max_text_len),
        static_cast<double>(characters));
  else
    out.facts.left_out = false;
  if (!out.facts.left_out && samples < config_.train.segment_size)
    Add(out, Check::kSegment,
        fmt::format("{} samples; train.segment_size is {}", samples, config_.train.segment_size));
}

void Examiner::CheckBert(Examination& out) const {
  if (!out.facts.audio.ends_with(".wav")) return;
  const fs::path path = FeaturePath(out.facts.audio, ".bert.pt");
  const size_t phones = out.phones.phones.size();
  const size_t length = config_.data.add_blank ? 2 * phones + 1 : phones;
  const std::string problem = TensorProblem(path, {BertChannels(out.phones.language), length});
  if (!problem.empty()) Add(out, Check::kBert, problem);
}

void Examiner::CheckSpectrogram(Examination& out, size_t samples) const {
  const auto& data = config_.data;
  const bool mel = config_.model.use_mel_posterior_encoder || data.use_mel_posterior_encoder;
  const dsp::Spectrogram spectrogram({.filter_length = data.filter_length,
                                      .hop_length = data.hop_length,
                                      .win_length = data.win_length});
  size_t frames = 0;
  try {
    frames = spectrogram.Frames(samples);
  } catch (const Error& error) {
    return Add(out, Check::kAudio, error.what());
  }
  // One that is missing is computed when it is needed.
  const fs::path path = FeaturePath(out.facts.audio, mel ? ".mel.pt" : ".spec.pt");
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return;
  const std::string problem =
      TensorProblem(path, {mel ? data.n_mel_channels : data.spec_channels(), frames});
  if (!problem.empty()) Add(out, Check::kSpectrogram, problem);
}

}  // namespace bv2::corpus
