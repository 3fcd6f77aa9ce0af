#include "train/evaluation.h"

#include "train/data/collate.h"
#include "train/report.h"
#include "train/run_state.h"

namespace bv2::train {
namespace {

// Leaves the random numbers of the training as they are.
class OwnRandom {
 public:
  explicit OwnRandom(const torch::Device& device)
      : device_(device), cpu_(CpuRandom()), on_device_(DeviceRandom(device)) {}
  ~OwnRandom() {
    SetCpuRandom(cpu_);
    SetDeviceRandom(device_, on_device_);
  }
  OwnRandom(const OwnRandom&) = delete;
  OwnRandom& operator=(const OwnRandom&) = delete;

 private:
  torch::Device device_;
  Tensor cpu_, on_device_;
};

std::span<const float> Samples(const Tensor& wav) {
  return {wav.data_ptr<float>(), static_cast<size_t>(wav.numel())};
}

}  // namespace

void Evaluate(Generator& generator, const Dataset& dataset, const MelSpectrogram& mel,
              const EvaluationOptions& options, int64_t step, board::TrainBoard& board) {
  const torch::NoGradGuard no_grad;
  const OwnRandom own_random(options.device);
  generator.eval();
  Noise noise;
  for (size_t i = 0; i < dataset.size(); ++i) {
    const Example example = dataset.Get(i);
    const Batch batch = ToDevice(Collate({&example, 1}), options.device);
    const auto speak = [&](double sdp_ratio) {
      const InferOptions infer{.sdp_ratio = sdp_ratio, .max_frames = options.max_frames};
      return generator.Infer(batch, infer, noise).audio[0].to(torch::kFloat32);
    };
    const Tensor with_sdp = speak(1), without = speak(0);  // [1, samples]
    const Matrix original_mel = ToMatrix(mel.FromSpectrogram(batch.spec)[0]);
    const Matrix generated_mel = ToMatrix(mel.FromWaveform(without)[0]);
    const Tensor cpu_with = with_sdp.cpu().contiguous(), cpu_without = without.cpu().contiguous();
    board.Evaluation(step, {.index = static_cast<int64_t>(i),
                            .sample_rate = options.sample_rate,
                            .mel = original_mel,
                            .generated_mel = generated_mel,
                            .audio = Samples(example.wav),
                            .generated = Samples(cpu_without),
                            .generated_with_sdp = Samples(cpu_with)});
  }
  board.Flush();
  generator.train();
}

}  // namespace bv2::train
