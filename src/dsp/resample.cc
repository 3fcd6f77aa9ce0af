#include "dsp/resample.h"

#include <soxr.h>

#include <cstdint>

#include "base/check.h"

namespace bv2::dsp {

std::vector<float> Resample(std::span<const float> samples, size_t channels, int from_rate,
                            int to_rate) {
  constexpr int kHighestRate = 1'000'000;
  constexpr size_t kMostChannels = 1024;
  const auto possible = [](int rate) { return rate > 0 && rate <= kHighestRate; };
  BV2_CHECK(possible(from_rate) && possible(to_rate),
            "cannot resample from {} to {} Hz; rates must be 1 to {}", from_rate, to_rate,
            kHighestRate);
  BV2_CHECK(channels > 0 && channels <= kMostChannels && samples.size() % channels == 0,
            "{} samples are not whole frames of {} channels", samples.size(), channels);
  if (from_rate == to_rate) return {samples.begin(), samples.end()};
  const uint64_t frames = samples.size() / channels;
  const auto in = static_cast<uint64_t>(from_rate), out = static_cast<uint64_t>(to_rate);
  const size_t wanted = (frames * out + in - 1) / in;
  std::vector<float> resampled(wanted * channels);
  if (frames == 0) return resampled;

  const soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  size_t done = 0;  // may be a frame less than wanted, which then stays silent
  const soxr_error_t error =
      soxr_oneshot(from_rate, to_rate, static_cast<unsigned>(channels), samples.data(), frames,
                   nullptr, resampled.data(), wanted, &done, &format, &quality, &runtime);
  if (error != nullptr)
    Fail(ErrorCode::kInternal, "libsoxr cannot resample from {} to {} Hz: {}", from_rate, to_rate,
         error);
  return resampled;
}

}  // namespace bv2::dsp
