#include "audio/pcm16.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace bv2::audio {

void ToPcm16(std::span<const float> samples, std::span<int16_t> out) {
  BV2_CHECK(out.size() == samples.size(), "{} samples do not fit a buffer of {}", samples.size(),
            out.size());
  for (size_t i = 0; i < samples.size(); ++i) {
    const float scaled = std::isnan(samples[i]) ? 0.0F : samples[i] * 32768.0F;
    out[i] = static_cast<int16_t>(std::nearbyint(std::clamp(scaled, -32768.0F, 32767.0F)));
  }
}

}  // namespace bv2::audio
