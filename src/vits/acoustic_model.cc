#include "vits/acoustic_model.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::vits {

void AcousticModel::Infer(const Utterance& utterance, NoiseSource& noise, const SampleSink& sink,
                          std::span<int> frames, const Context& context) const {
  const Matrix latent = Latent(utterance, noise, frames, context);
  Decode(latent, utterance.speaker, utterance.options, sink, context);
  if (utterance.observer) utterance.observer("decoder", "", {});
}

void CheckOptions(const InferOptions& options) {
  const auto check = [](const char* name, float value, float low, float high) {
    BV2_CHECK(value >= low && value <= high, "{} is {}; it must be from {} to {}", name, value, low,
              high);
  };
  check("sdp_ratio", options.sdp_ratio, 0.0f, 1.0f);
  check("noise_scale", options.noise_scale, 0.0f, 10.0f);
  check("noise_scale_w", options.noise_scale_w, 0.0f, 10.0f);
  check("length_scale", options.length_scale, 0.01f, 100.0f);
}

size_t TakeFrames(std::span<const int> given, std::span<int> frames) {
  BV2_CHECK(given.size() == frames.size(), "{} durations are given for {} phones", given.size(),
            frames.size());
  std::ranges::copy(given, frames.begin());
  size_t total = 0;
  for (const int count : frames) {
    BV2_CHECK(count >= 0, "a phone of {} frames", count);
    total += static_cast<size_t>(count);
  }
  BV2_CHECK(total <= kMaxFrames, "an utterance of {} frames; {} are allowed", total, kMaxFrames);
  return std::max<size_t>(1, total);
}

void ForEachChunk(size_t total, const InferOptions& options, size_t suitable,
                  const std::function<void(size_t first, size_t count, bool last)>& decode) {
  BV2_CHECK(options.first_chunk_frames > 0, "a chunk of 0 frames");
  if (options.max_len > 0) total = std::min(total, options.max_len);
  const size_t most = options.chunk_frames > 0 ? options.chunk_frames : suitable;
  size_t chunk = std::min(options.first_chunk_frames, most);
  for (size_t first = 0; first < total;) {
    const size_t count = std::min(chunk, total - first);
    decode(first, count, first + count == total);
    first += count;
    chunk = std::min(2 * chunk, most);
  }
}

}  // namespace bv2::vits
