#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/view.h"
#include "board/event_writer.h"
#include "board/train_log.h"

namespace bv2::board {

// What one training step came to.
struct StepReport {
  int64_t step = 0;
  double learning_rate = 0;
  double grad_norm_d = 0, grad_norm_g = 0;
  double total_d = 0, total_g = 0;                // what is minimised
  double adversarial = 0, features = 0, mel = 0;  // the parts of total_g
  double durations = 0, kl = 0;
  std::vector<double> each_g;  // of each sub-discriminator: the generator's loss,
  std::vector<double> each_real, each_generated;     // and the discriminator's on either input
  std::vector<std::pair<std::string, double>> more;  // tags that the original has not
};

// Spectrograms [channels][frames] of the first utterance of a batch.
struct StepPictures {
  View<const float> slice_original, slice_generated;  // the slice that was decoded
  View<const float> whole;
  View<const float> alignment;  // [frames][phones]
};

// One utterance of the validation list.
struct EvaluationSample {
  int64_t index = 0;
  int sample_rate = 44100;
  View<const float> mel, generated_mel;       // [channels][frames]
  std::span<const float> audio;               // the recording
  std::span<const float> generated;           // durations by regression
  std::span<const float> generated_with_sdp;  // durations by the stochastic predictor
};

// Where a run of training shows what it does: train.log, the event files of the model's folder and,
// of evaluations, of its folder eval/; with the tags and lines of the original (train_ms.py).
class TrainBoard {
 public:
  // With `first_step`, a run is resumed. The folder must exist. Throws kIo, as all members do.
  explicit TrainBoard(const std::filesystem::path& model_folder,
                      std::optional<int64_t> first_step = std::nullopt);

  TrainLog& log() { return log_; }
  void LogConfig(const Json& config);

  // `part` of the epoch, 0 to 1, is done.
  void Step(int64_t epoch, double part, const StepReport& report);
  void Pictures(int64_t step, const StepPictures& pictures);
  void Evaluation(int64_t step, const EvaluationSample& sample);
  void EpochEnd(int64_t epoch);

  // Makes everything visible to readers. Step() and EpochEnd() do so themselves.
  void Flush();

 private:
  std::string folder_;
  TrainLog log_;
  EventWriter training_;
  EventWriter evaluation_;
};

}  // namespace bv2::board
