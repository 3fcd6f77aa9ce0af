#include "check/infer_run.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/check.h"

namespace bv2::check {
namespace {

// Everything one utterance gave.
struct Spoken {
  std::vector<float> speaker;
  std::map<std::string, Matrix, std::less<>> tensors;
  std::vector<int> frames;  // [T_phone]
  std::vector<float> samples;

  // As the original: at least one frame.
  size_t total() const {
    return std::max<size_t>(1,
                            static_cast<size_t>(std::accumulate(frames.begin(), frames.end(), 0)));
  }
};

Matrix Copy(View<const float> from) {
  Matrix to(from.rows(), from.cols());
  for (size_t t = 0; t < from.rows(); ++t) std::ranges::copy(from[t], to.view()[t].begin());
  return to;
}

class StoredNoise final : public vits::NoiseSource {
 public:
  StoredNoise(const BatchNoise& noise, size_t item) : noise_(noise), item_(item) {}
  void FillDurations(View<float> noise) override { Fill(noise_.durations, noise); }
  void FillLatent(View<float> noise) override { Fill(noise_.latent, noise); }

 private:
  void Fill(const Array& from, View<float> to) const {
    const Matrix stored = ItemRows(from, item_, std::min(to.rows(), from.shape.at(2)));
    BV2_CHECK(stored.cols() == to.cols(), "noise of {} channels, expected {}", stored.cols(),
              to.cols());
    for (size_t t = 0; t < to.rows(); ++t) {
      std::ranges::fill(to[t], 0.0f);
      if (t < stored.rows()) std::ranges::copy(stored.view()[t], to[t].begin());
    }
  }

  const BatchNoise& noise_;
  size_t item_;
};

std::vector<float> SpeakerOf(const InferRun& run, size_t item, const Context& context) {
  const InferInputs& inputs = run.inputs;
  if (run.voice.speakers() > 0) {
    const auto row = run.voice.Speaker(static_cast<int64_t>(inputs.sid.values.at(item)));
    return {row.begin(), row.end()};
  }
  std::vector<float> speaker(run.voice.gin_channels());
  const Matrix spec = ItemRows(inputs.y, item, inputs.y.shape.at(2));
  run.voice.SpeakerFromReference(spec, speaker, context);
  return speaker;
}

Spoken Speak(const InferRun& run, size_t item, const Context& context) {
  const InferInputs& inputs = run.inputs;
  const size_t length = inputs.lengths[item];
  const auto phones = ItemIds(inputs.x, item, length), tones = ItemIds(inputs.tone, item, length),
             languages = ItemIds(inputs.language, item, length);
  const Matrix bert = ItemRows(inputs.bert, item, length);
  const Matrix ja_bert = ItemRows(inputs.ja_bert, item, length);
  Spoken spoken{.speaker = SpeakerOf(run, item, context),
                .tensors = {},
                .frames = std::vector<int>(length),
                .samples = {}};
  vits::Utterance utterance{.phones = {.phones = phones,
                                       .tones = tones,
                                       .languages = languages,
                                       .bert = bert,
                                       .ja_bert = ja_bert},
                            .speaker = spoken.speaker,
                            .options = inputs.options};
  // A batch's shorter items are decoded again below, from their latent.
  if (run.observe || inputs.items() > 1)
    utterance.observer = [&](std::string_view, std::string_view tensor, View<const float> value) {
      if (!value.empty()) spoken.tensors[std::string(tensor)] = Copy(value);
    };
  const std::unique_ptr<vits::NoiseSource> noise = run.noise(item);
  run.voice.Infer(
      utterance, *noise,
      [&](std::span<const float> samples) {
        spoken.samples.insert(spoken.samples.end(), samples.begin(), samples.end());
      },
      spoken.frames, context);
  return spoken;
}

// Decodes the latent of an item followed by zeros, `frames` long in all.
void DecodePadded(const InferRun& run, size_t frames, Spoken& spoken, const Context& context) {
  const Matrix& z = spoken.tensors.at("z");
  const size_t max_len = run.inputs.options.max_len;
  const size_t decoded = max_len == 0 ? frames : std::min(frames, max_len);
  Matrix padded(decoded, z.cols());
  for (size_t t = 0; t < std::min(decoded, z.rows()); ++t)
    std::ranges::copy(z.view()[t], padded.view()[t].begin());
  spoken.samples.clear();
  run.voice.Decode(
      padded, spoken.speaker, run.inputs.options,
      [&](std::span<const float> samples) {
        spoken.samples.insert(spoken.samples.end(), samples.begin(), samples.end());
      },
      context);
}

// Lays the items' tensors out as the reference's batch.
class Collector {
 public:
  Collector(const InferRun& run, const std::vector<Spoken>& items, size_t frames)
      : run_(run), items_(items), frames_(frames) {}

  void Observed(const char* stage, const char* tensor, size_t time,
                Batch::Rest rest = Batch::Rest::kZero) {
    Batch batch({items_.size(), items_[0].tensors.at(tensor).cols(), time}, rest);
    for (size_t b = 0; b < items_.size(); ++b) batch.Put(b, items_[b].tensors.at(tensor));
    Add(stage, tensor, std::move(batch));
  }

  // Ones for as long as each item is.
  void Mask(const char* stage, const char* tensor, size_t time,
            const std::function<size_t(size_t)>& length) {
    Batch batch({items_.size(), 1, time}, Batch::Rest::kZero);
    for (size_t b = 0; b < items_.size(); ++b)
      batch.Put(b, ToColumn(std::vector<float>(length(b), 1.0f)));
    Add(stage, tensor, std::move(batch));
  }

  void Speakers() {
    Batch batch({items_.size(), run_.voice.gin_channels(), 1}, Batch::Rest::kZero);
    for (size_t b = 0; b < items_.size(); ++b)
      batch.Put(b, {items_[b].speaker.data(), 1, items_[b].speaker.size()});
    Add("speaker", "g", std::move(batch));
  }

  void Path() {
    const size_t phones = run_.inputs.time();
    Batch frames({items_.size(), 1, phones}, Batch::Rest::kZero);
    Array lengths{.shape = {items_.size()}, .values = {}};
    Array path{.shape = {items_.size(), 1, frames_, phones}, .values = {}};
    for (size_t b = 0; b < items_.size(); ++b) {
      std::vector<int> counts = items_[b].frames;
      frames.Put(b, ToColumn(std::vector<float>(counts.begin(), counts.end())));
      lengths.values.push_back(static_cast<double>(items_[b].total()));
      counts.resize(phones);
      const Matrix rows = PathRows(counts, frames_);
      for (size_t y = 0; y < frames_; ++y)
        path.values.insert(path.values.end(), rows.view()[y].begin(), rows.view()[y].end());
    }
    Add("path", "w_ceil", std::move(frames));
    Add("path", "y_lengths", Batch(std::move(lengths)));
    Mask("path", "y_mask", frames_, [&](size_t b) { return items_[b].total(); });
    Add("path", "attn", Batch(std::move(path)));
  }

  void Samples() {
    size_t count = 0;
    for (const Spoken& item : items_) count = std::max(count, item.samples.size());
    Batch batch({items_.size(), 1, count}, Batch::Rest::kZero);
    for (size_t b = 0; b < items_.size(); ++b) batch.Put(b, ToColumn(items_[b].samples));
    Add("decoder", "audio", std::move(batch));
  }

  InferResult Take() { return {.stages = std::move(stages_), .frames = frames_}; }

 private:
  void Add(const char* stage, const char* tensor, Batch value) {
    stages_.push_back({.stage = stage, .tensor = tensor, .value = std::move(value)});
  }

  const InferRun& run_;
  const std::vector<Spoken>& items_;
  size_t frames_;
  std::vector<StageResult> stages_;
};

}  // namespace

InferInputs ReadInferInputs(const Case& c, bool speaker_table) {
  const auto file = OpenTensors(c, "inputs.safetensors");
  InferInputs inputs{.x = ReadArray(*file, "x"),
                     .tone = ReadArray(*file, "tone"),
                     .language = ReadArray(*file, "language"),
                     .bert = ReadInput(c, *file, "bert"),
                     .ja_bert = ReadInput(c, *file, "ja_bert")};
  RequireRank(inputs.x, 2, "x");
  if (speaker_table)
    inputs.sid = ReadArray(*file, "sid");
  else
    inputs.y = ReadArray(*file, "y");
  for (const double length : ReadArray(*file, "x_lengths").values) {
    BV2_CHECK(length >= 1 && length <= static_cast<double>(inputs.time()),
              "x_lengths has {} for {} phones", length, inputs.time());
    inputs.lengths.push_back(static_cast<size_t>(length));
  }
  BV2_CHECK(!inputs.lengths.empty(), "x_lengths is empty");

  const Json& scalars = c.json.At("scalars");
  const auto number = [&](const char* key, float& value) {
    if (const Json* given = scalars.Find(key)) value = static_cast<float>(given->AsNumber());
  };
  number("sdp_ratio", inputs.options.sdp_ratio);
  number("noise_scale", inputs.options.noise_scale);
  number("noise_scale_w", inputs.options.noise_scale_w);
  number("length_scale", inputs.options.length_scale);
  if (const Json* max_len = scalars.Find("max_len"); max_len != nullptr && !max_len->is_null()) {
    BV2_CHECK(max_len->AsInteger() > 0, "max_len is {}", max_len->AsInteger());
    inputs.options.max_len = static_cast<size_t>(max_len->AsInteger());
  }
  return inputs;
}

std::unique_ptr<vits::NoiseSource> ItemNoise(const BatchNoise& noise, size_t item) {
  return std::make_unique<StoredNoise>(noise, item);
}

InferResult RunInfer(const InferRun& run, const Context& context) {
  std::vector<Spoken> items;
  size_t frames = 0;
  for (size_t b = 0; b < run.inputs.items(); ++b) {
    items.push_back(Speak(run, b, context));
    frames = std::max(frames, items.back().total());
  }
  for (Spoken& item : items)
    if (item.total() < frames) DecodePadded(run, frames, item, context);

  Collector collector(run, items, frames);
  if (run.observe) {
    const size_t phones = run.inputs.time();
    collector.Speakers();
    collector.Mask("text encoder", "x_mask", phones,
                   [&](size_t b) { return run.inputs.lengths[b]; });
    for (const char* tensor : {"enc_x", "m_p_text", "logs_p_text"})
      collector.Observed("text encoder", tensor, phones);
    for (const char* tensor : {"logw_sdp", "logw_dp", "logw"})
      collector.Observed("durations", tensor, phones);
    collector.Path();
    for (const char* tensor : {"m_p", "logs_p"}) collector.Observed("prior", tensor, frames);
    // The noise beyond an item's end stays in z_p; the decoder is given zeros there.
    collector.Observed("prior", "z_p", frames, Batch::Rest::kIgnored);
    collector.Observed("flow", "z", frames, Batch::Rest::kIgnored);
  }
  collector.Samples();
  return collector.Take();
}

}  // namespace bv2::check
