#include "board/train_board.h"

#include <fmt/format.h>

#include "board/python_text.h"
#include "plot/heatmap.h"

namespace bv2::board {

TrainBoard::TrainBoard(const std::filesystem::path& model_folder, std::optional<int64_t> first_step)
    : folder_(model_folder.string()),
      log_(model_folder),
      training_(model_folder, first_step),
      evaluation_(model_folder / "eval", first_step) {
  Flush();
}

void TrainBoard::LogConfig(const Json& config) {
  Json whole = config;
  whole.Set("model_dir", folder_);
  log_.Info(PythonText(whole));
}

void TrainBoard::Step(int64_t epoch, double part, const StepReport& report) {
  log_.Info(fmt::format("Train Epoch: {} [{:.0f}%]", epoch, 100 * part));
  std::string losses;
  for (const double loss : {report.total_d, report.adversarial, report.features, report.mel,
                            report.durations, report.kl})
    losses += PythonText(loss) + ", ";
  log_.Info(fmt::format("[{}{}, {}]", losses, report.step, PythonText(report.learning_rate)));

  const auto add = [&](std::string_view tag, double value) {
    training_.AddScalar(tag, value, report.step);
  };
  const auto add_each = [&](std::string_view tag, const std::vector<double>& values) {
    for (size_t i = 0; i < values.size(); ++i) add(fmt::format("{}/{}", tag, i), values[i]);
  };
  add("loss/g/total", report.total_g);
  add("loss/d/total", report.total_d);
  add("learning_rate", report.learning_rate);
  add("grad_norm_d", report.grad_norm_d);
  add("grad_norm_g", report.grad_norm_g);
  add("loss/g/fm", report.features);
  add("loss/g/mel", report.mel);
  add("loss/g/dur", report.durations);
  add("loss/g/kl", report.kl);
  add_each("loss/g", report.each_g);
  add_each("loss/d_r", report.each_real);
  add_each("loss/d_g", report.each_generated);
  for (const auto& [tag, value] : report.more) add(tag, value);
  Flush();
}

void TrainBoard::Pictures(int64_t step, const StepPictures& pictures) {
  const auto add = [&](std::string_view tag, const plot::Image& image) {
    training_.AddImage(tag, image, step);
  };
  add("slice/mel_org", plot::DrawSpectrogram(pictures.slice_original));
  add("slice/mel_gen", plot::DrawSpectrogram(pictures.slice_generated));
  add("all/mel", plot::DrawSpectrogram(pictures.whole));
  add("all/attn", plot::DrawAlignment(pictures.alignment));
}

void TrainBoard::Evaluation(int64_t step, const EvaluationSample& sample) {
  const auto tag = [&](std::string_view name, std::string_view end = "") {
    return fmt::format("{}_{}{}", name, sample.index, end);
  };
  const auto add_sound = [&](const std::string& name, std::span<const float> samples) {
    evaluation_.AddSound(name, samples, sample.sample_rate, step);
  };
  evaluation_.AddImage(tag("gen/mel"), plot::DrawSpectrogram(sample.generated_mel), step);
  evaluation_.AddImage(tag("gt/mel"), plot::DrawSpectrogram(sample.mel), step);
  add_sound(tag("gen/audio", "_True"), sample.generated_with_sdp);
  add_sound(tag("gen/audio", "_False"), sample.generated);
  add_sound(tag("gt/audio"), sample.audio);
}

void TrainBoard::EpochEnd(int64_t epoch) {
  log_.Info(fmt::format("====> Epoch: {}", epoch));
  Flush();
}

void TrainBoard::Flush() {
  training_.Flush();
  evaluation_.Flush();
}

}  // namespace bv2::board
