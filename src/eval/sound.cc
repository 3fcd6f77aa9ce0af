#include "eval/sound.h"

#include <algorithm>
#include <utility>

#include "dsp/cepstrum.h"

namespace bv2::eval {

Analyzer::Analyzer(const model::DataConfig& config)
    : spectrogram_({.filter_length = config.filter_length,
                    .hop_length = config.hop_length,
                    .win_length = config.win_length}),
      filters_({.sample_rate = static_cast<double>(config.sampling_rate),
                .filter_length = config.filter_length,
                .n_mel_channels = config.n_mel_channels,
                .fmin = config.mel_fmin,
                .fmax = config.mel_fmax}),
      pitch_({.sample_rate = static_cast<double>(config.sampling_rate),
              .hop_length = config.hop_length}),
      posterior_reads_mel_(config.use_mel_posterior_encoder) {}

Sound Analyzer::Analyze(std::vector<float> samples) const {
  Sound sound;
  sound.mel = filters_.LogMel(spectrogram_.Compute(samples));
  sound.cepstrum = dsp::MelCepstrum(sound.mel, std::min(kCepstrum, sound.mel.cols() - 1));
  sound.pitch = dsp::TrackPitch(samples, pitch_);
  sound.pitch.resize(sound.mel.rows());
  sound.samples = std::move(samples);
  return sound;
}

Matrix Analyzer::PosteriorInput(const Sound& sound) const {
  Matrix linear = spectrogram_.Compute(sound.samples);
  return posterior_reads_mel_ ? filters_.LogMel(linear) : std::move(linear);
}

double Analyzer::frame_seconds() const {
  return static_cast<double>(pitch_.hop_length) / pitch_.sample_rate;
}

}  // namespace bv2::eval
