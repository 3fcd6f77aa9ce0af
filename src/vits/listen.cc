// What a voice hears in a recording: the half of the network that training has and speaking lacks.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "kernels/monotonic_durations.h"
#include "vits/path.h"
#include "vits/voice.h"

namespace bv2::vits {
namespace {

// The log-likelihood of each frame of z under the prior of each phone.
//   z [T_frame][inter]   scores [T_frame][T_phone]
void ScoreFrames(View<const float> z, const Prior& prior, View<float> scores,
                 const ThreadPool& pool) {
  const size_t phones = prior.mean.rows(), channels = z.cols();
  pool.ParallelFor(phones, [&](size_t phone) {
    std::vector<float> precision(channels);
    double constant = 0;
    for (size_t c = 0; c < channels; ++c) {
      precision[c] = std::exp(-2 * prior.logs(phone, c));
      constant -= 0.5 * std::log(2 * std::numbers::pi) + prior.logs(phone, c);
    }
    for (size_t t = 0; t < z.rows(); ++t) {
      float distance = 0;
      for (size_t c = 0; c < channels; ++c) {
        const float difference = z(t, c) - prior.mean(phone, c);
        distance += difference * difference * precision[c];
      }
      scores(t, phone) = static_cast<float>(constant - 0.5 * distance);
    }
  });
}

std::vector<int> FindDurations(View<float> scores) {
  std::vector<int64_t> durations(scores.cols());
  kernels::MonotonicDurations({.values = scores.data(),
                               .frames = scores.rows(),
                               .phones = scores.cols(),
                               .stride = scores.stride()},
                              durations);
  return {durations.begin(), durations.end()};
}

// Mean over the frames of the divergence, with one draw z_p in place of its expectation, as
// training estimates it.   all [T_frame][inter]
double Divergence(View<const float> z_p, View<const float> mean, View<const float> logs,
                  View<const float> posterior_logs) {
  double sum = 0;
  for (size_t t = 0; t < z_p.rows(); ++t)
    for (size_t c = 0; c < z_p.cols(); ++c) {
      const double difference = z_p(t, c) - mean(t, c);
      sum += logs(t, c) - posterior_logs(t, c) - 0.5 +
             0.5 * difference * difference * std::exp(-2.0 * logs(t, c));
    }
  return sum / static_cast<double>(z_p.rows());
}

}  // namespace

Heard Voice::Listen(const Utterance& utterance, View<const float> spec, NoiseSource& noise,
                    const Context& context) const {
  BV2_CHECK(listens(), "this voice was stripped of its posterior encoder; take the G_*.pth file");
  const size_t frames = spec.rows(), phones = utterance.phones.phones.size();
  BV2_CHECK(frames > 0, "a recording without a frame");
  Heard heard{.z = context.arena.Matrix(frames, inter_), .frames = {}, .divergence = 0};
  const Arena::Scope scope(context.arena);
  const View<float> mean = context.arena.Matrix(frames, inter_);
  const View<float> logs = context.arena.Matrix(frames, inter_);
  const View<float> posterior_logs = context.arena.Matrix(frames, inter_);
  posterior_encoder_->Encode(spec, utterance.speaker, mean, posterior_logs, context);
  noise.FillLatent(heard.z);
  SamplePrior(mean, posterior_logs, heard.z, 1.0f, heard.z);

  const View<float> z_p = context.arena.Matrix(frames, inter_);
  for (size_t t = 0; t < frames; ++t) std::ranges::copy(heard.z[t], z_p[t].begin());
  flow_.Forward(z_p, utterance.speaker, context);

  const Prior prior = text_encoder_.Encode(utterance.phones, utterance.speaker, context);
  const View<float> scores = context.arena.Matrix(frames, phones);
  ScoreFrames(z_p, prior, scores, context.pool);
  heard.frames = FindDurations(scores);
  Expand(prior.mean, heard.frames, mean);
  Expand(prior.logs, heard.frames, logs);
  heard.divergence = Divergence(z_p, mean, logs, posterior_logs);
  return heard;
}

}  // namespace bv2::vits
