#include "corpus/spectrograms.h"

#include "corpus/feature_file.h"
#include "corpus/leftovers.h"
#include "corpus/training_lists.h"
#include "corpus/training_wav.h"
#include "dsp/mel.h"
#include "dsp/spectrogram.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLinear = ".spec.pt", kMel = ".mel.pt";

class Step {
 public:
  Step(const model::DataConfig& config, const SpectrogramStepOptions& options)
      : config_(config),
        options_(options),
        spectrogram_({.filter_length = config.filter_length,
                      .hop_length = config.hop_length,
                      .win_length = config.win_length}),
        filters_({.sample_rate = static_cast<double>(config.sampling_rate),
                  .filter_length = config.filter_length,
                  .n_mel_channels = config.n_mel_channels,
                  .fmin = config.mel_fmin,
                  .fmax = config.mel_fmax}) {}

  std::vector<fs::path> Outputs(const std::string& audio) const {
    std::vector<fs::path> outputs;
    if (options_.linear) outputs.push_back(FeaturePath(audio, kLinear));
    if (options_.mel) outputs.push_back(FeaturePath(audio, kMel));
    return outputs;
  }

  bool IsUpToDate(const std::string& audio) const {
    if (options_.force) return false;
    const size_t frames = spectrogram_.Frames(TrainingWavSamples(audio, config_));
    const auto right = [&](std::string_view suffix, size_t channels) {
      const fs::path path = FeaturePath(audio, suffix);
      return FeatureShape(path) == std::vector<size_t>{channels, frames} &&
             fs::last_write_time(path) >= fs::last_write_time(audio);
    };
    return (!options_.linear || right(kLinear, spectrogram_.bins())) &&
           (!options_.mel || right(kMel, config_.n_mel_channels));
  }

  // Returns the seconds of sound.
  double Run(const std::string& audio) const {
    const std::vector<float> wav = ReadTrainingWav(audio, config_);
    const Matrix linear = spectrogram_.Compute(wav);
    if (options_.linear) WriteFeature(FeaturePath(audio, kLinear), FeatureTensor(linear, false));
    if (options_.mel)
      WriteFeature(FeaturePath(audio, kMel), FeatureTensor(filters_.LogMel(linear), false));
    return static_cast<double>(wav.size()) / static_cast<double>(config_.sampling_rate);
  }

 private:
  const model::DataConfig& config_;
  const SpectrogramStepOptions& options_;
  dsp::Spectrogram spectrogram_;
  dsp::MelFilters filters_;
};

}  // namespace

StepSummary WriteSpectrograms(const model::DataConfig& config,
                              const SpectrogramStepOptions& options, const ThreadPool& pool,
                              const StepProgress& progress) {
  const Step step(config, options);
  const auto utterances = ReadTrainingLists(config, options.shard);
  std::vector<fs::path> outputs;
  for (const CleanedUtterance& utterance : utterances)
    if (utterance.audio.ends_with(".wav"))
      for (fs::path& output : step.Outputs(utterance.audio)) outputs.push_back(std::move(output));
  RemoveLeftovers(outputs);

  Tally tally(utterances.size(), progress);
  pool.ParallelFor(utterances.size(), [&](size_t i) {
    const std::string& audio = utterances[i].audio;
    try {
      if (step.IsUpToDate(audio)) return tally.UpToDate();
      tally.Written(step.Run(audio));
    } catch (const std::exception& error) {
      tally.Failed(audio, error.what());
    }
  });
  return tally.Summary();
}

}  // namespace bv2::corpus
