#include "corpus/prepare_clip.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "dsp/loudness.h"
#include "dsp/resample.h"

namespace bv2::corpus {
namespace {

size_t Channels(const audio::Clip& clip) { return static_cast<size_t>(clip.channels); }

void MixDown(audio::Clip& clip) {
  const size_t channels = Channels(clip), frames = clip.frames();
  for (size_t t = 0; t < frames; ++t) {
    float sum = 0;
    for (size_t c = 0; c < channels; ++c) sum += clip.samples[t * channels + c];
    clip.samples[t] = sum / static_cast<float>(channels);
  }
  clip.samples.resize(frames);
  clip.channels = 1;
}

void Trim(audio::Clip& clip) {
  const auto [first, last] = SoundRange(clip);
  BV2_CHECK(first < last, "it is silent throughout");
  const auto at = [&](size_t frame) {
    return clip.samples.begin() + static_cast<ptrdiff_t>(frame * Channels(clip));
  };
  clip.samples.erase(at(last), clip.samples.end());
  clip.samples.erase(clip.samples.begin(), at(first));
}

void Amplify(audio::Clip& clip, float factor) {
  for (float& sample : clip.samples) sample *= factor;
}

void SetLoudness(audio::Clip& clip, double wanted) {
  const double loudness = dsp::IntegratedLoudness(clip.samples, Channels(clip), clip.sample_rate);
  BV2_CHECK(std::isfinite(loudness), "it is silent throughout");
  Amplify(clip, static_cast<float>(std::pow(10, (wanted - loudness) / 20)));
}

void AvoidClipping(audio::Clip& clip) {
  constexpr float kFullScale = 32767.0f / 32768;  // the greatest sample of 16 bits
  float peak = 0;
  for (const float sample : clip.samples) peak = std::max(peak, std::abs(sample));
  if (peak > 1) Amplify(clip, kFullScale / peak);
}

}  // namespace

audio::Clip PrepareClip(audio::Clip clip, const ClipOptions& options) {
  BV2_CHECK(!clip.samples.empty(), "it holds no samples");
  BV2_CHECK(std::ranges::all_of(clip.samples, [](float x) { return std::isfinite(x); }),
            "it holds samples that are not numbers");
  if (options.mono && clip.channels > 1) MixDown(clip);
  clip.samples = dsp::Resample(clip.samples, Channels(clip), clip.sample_rate, options.sample_rate);
  clip.sample_rate = options.sample_rate;
  if (options.trim) Trim(clip);
  if (options.loudness) SetLoudness(clip, *options.loudness);
  AvoidClipping(clip);
  return clip;
}

std::pair<size_t, size_t> SoundRange(const audio::Clip& clip) {
  constexpr double kWindow = 0.02, kMargin = 0.05;  // seconds
  constexpr double kQuietest = 1e-4;                // of the loudest power: −40 dB
  const auto length = static_cast<size_t>(std::max(1.0, kWindow * clip.sample_rate));
  const auto margin = static_cast<size_t>(kMargin * clip.sample_rate);
  const size_t frames = clip.frames();
  std::vector<double> powers((frames + length - 1) / length);
  for (size_t i = 0; i < clip.samples.size(); ++i)
    powers[i / Channels(clip) / length] += double{clip.samples[i]} * clip.samples[i];
  const double loudest = powers.empty() ? 0 : *std::ranges::max_element(powers);
  if (loudest == 0) return {0, 0};
  const auto loud = [&](double power) { return power >= kQuietest * loudest; };
  const auto first = std::find_if(powers.begin(), powers.end(), loud) - powers.begin();
  const auto behind = powers.rend() - std::find_if(powers.rbegin(), powers.rend(), loud);
  const size_t start = static_cast<size_t>(first) * length;
  return {start - std::min(start, margin),
          std::min(frames, static_cast<size_t>(behind) * length + margin)};
}

}  // namespace bv2::corpus
