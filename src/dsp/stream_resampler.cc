#include "dsp/stream_resampler.h"

#include <soxr.h>

#include <cmath>

#include "base/check.h"

namespace bv2::dsp {
namespace {

struct DeleteSoxr {
  void operator()(soxr* resampler) const { soxr_delete(resampler); }
};

}  // namespace

struct StreamResampler::State {
  // Appends what comes out to `out`. No input: the end.
  void Run(std::span<const float> samples) {
    out.clear();
    const bool end = samples.empty();
    while (true) {
      constexpr size_t kBlock = 4096;
      const size_t before = out.size();
      out.resize(before + kBlock);
      size_t used = 0, made = 0;
      const soxr_error_t error =
          soxr_process(soxr.get(), end ? nullptr : samples.data(), samples.size(), &used,
                       out.data() + before, kBlock, &made);
      if (error != nullptr) Fail(ErrorCode::kInternal, "libsoxr cannot resample: {}", error);
      out.resize(before + made);
      samples = samples.subspan(used);
      if (made < kBlock && samples.empty()) return;
    }
  }

  std::unique_ptr<struct soxr, DeleteSoxr> soxr;
  std::vector<float> out;
};

StreamResampler::StreamResampler(int from_rate, int to_rate) : state_(std::make_unique<State>()) {
  constexpr int kHighestRate = 1'000'000;
  BV2_CHECK(from_rate > 0 && from_rate <= kHighestRate && to_rate > 0 && to_rate <= kHighestRate,
            "cannot resample from {} to {} Hz; rates must be 1 to {}", from_rate, to_rate,
            kHighestRate);
  const soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  soxr_error_t error = nullptr;
  state_->soxr.reset(soxr_create(from_rate, to_rate, 1, &error, &format, &quality, &runtime));
  if (error != nullptr)
    Fail(ErrorCode::kInternal, "libsoxr cannot resample from {} to {} Hz: {}", from_rate, to_rate,
         error);
}

StreamResampler::~StreamResampler() = default;
StreamResampler::StreamResampler(StreamResampler&&) noexcept = default;
StreamResampler& StreamResampler::operator=(StreamResampler&&) noexcept = default;

std::span<const float> StreamResampler::Push(std::span<const float> samples) {
  if (samples.empty()) return {};
  state_->Run(samples);
  return state_->out;
}

std::span<const float> StreamResampler::Finish() {
  state_->Run({});
  return state_->out;
}

}  // namespace bv2::dsp
