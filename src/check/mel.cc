#include "dsp/mel.h"

#include "base/check.h"
#include "check/kinds.h"
#include "dsp/spectrogram.h"

namespace bv2::check {
namespace {

size_t Count(const Json& json) {
  const int64_t count = json.AsInteger();
  BV2_CHECK(count >= 0, "{} is not a size", count);
  return static_cast<size_t>(count);
}

dsp::SpectrogramOptions ReadSpectrogram(const Json& scalars) {
  return {.filter_length = Count(scalars.At("filter_length")),
          .hop_length = Count(scalars.At("hop_length")),
          .win_length = Count(scalars.At("win_length"))};
}

std::optional<double> ReadLimit(const Json& limit) {
  return limit.is_null() ? std::nullopt : std::optional(limit.AsNumber());
}

dsp::MelOptions ReadMel(const Json& scalars) {
  return {.sample_rate = scalars.At("sampling_rate").AsNumber(),
          .filter_length = Count(scalars.At("filter_length")),
          .n_mel_channels = Count(scalars.At("n_mel_channels")),
          .fmin = scalars.At("mel_fmin").AsNumber(),
          .fmax = ReadLimit(scalars.At("mel_fmax"))};
}

void Put(Batch& batch, size_t item, const Matrix& rows) { batch.Put(item, rows.view()); }

}  // namespace

Outcome CheckMel(const Case& c, const Options&) {
  const Json& scalars = c.json.At("scalars");
  const dsp::Spectrogram spectrogram(ReadSpectrogram(scalars));
  const dsp::MelFilters filters(ReadMel(scalars));
  const auto outputs = OpenTensors(c, "outputs.safetensors");
  const Array wav = ReadArray(*OpenTensors(c, "inputs.safetensors"), "wav");
  RequireRank(wav, 2, "wav");
  const Array expected = ReadArray(*outputs, "spec");
  RequireRank(expected, 3, "spec");

  const size_t items = wav.shape[0], samples = wav.shape[1], frames = spectrogram.Frames(samples);
  const size_t mels = filters.weights().rows();
  BV2_CHECK(expected.shape[0] == items && expected.shape[1] == spectrogram.bins(),
            "the spectrogram has shape {}", model::ShapeText(expected.shape));
  Batch spec({items, spectrogram.bins(), frames}, Batch::Rest::kZero);
  Batch mel({items, mels, frames}, Batch::Rest::kZero);
  Batch mel_from_spec({items, mels, expected.shape[2]}, Batch::Rest::kZero);
  for (size_t b = 0; b < items; ++b) {
    const auto first = wav.values.begin() + static_cast<ptrdiff_t>(b * samples);
    const std::vector<float> signal(first, first + static_cast<ptrdiff_t>(samples));
    const Matrix magnitudes = spectrogram.Compute(signal);
    Put(spec, b, magnitudes);
    Put(mel, b, filters.LogMel(magnitudes));
    Put(mel_from_spec, b, filters.LogMel(ItemRows(expected, b, expected.shape[2])));
  }
  Comparison comparison(c.json.Find("tolerance"), outputs);
  comparison.Check("spec", spec);
  comparison.Check("mel_from_spec", mel_from_spec);
  comparison.Check("mel", mel);
  return Judge(comparison);
}

Outcome CheckMelBasis(const Case& c, const Options&) {
  const Json& scalars = c.json.At("scalars");
  const dsp::MelFilters filters({.sample_rate = scalars.At("sr").AsNumber(),
                                 .filter_length = Count(scalars.At("n_fft")),
                                 .n_mel_channels = Count(scalars.At("n_mels")),
                                 .fmin = scalars.At("fmin").AsNumber(),
                                 .fmax = ReadLimit(scalars.At("fmax"))});
  const View<const float> weights = filters.weights();
  Array basis{.shape = {weights.rows(), weights.cols()}};
  for (size_t m = 0; m < weights.rows(); ++m)
    basis.values.insert(basis.values.end(), weights[m].begin(), weights[m].end());
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));
  comparison.Check("mel_basis", Batch(std::move(basis)));
  return Judge(comparison);
}

}  // namespace bv2::check
