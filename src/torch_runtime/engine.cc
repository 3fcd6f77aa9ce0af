#include "torch_runtime/engine.h"

#include <ATen/Parallel.h>

#include "bert/bert_model.h"
#include "torch_runtime/bert.h"
#include "torch_runtime/compute.h"
#include "torch_runtime/voice.h"

namespace bv2::torch_runtime {
namespace {

class TorchEngine final : public synth::Engine {
 public:
  explicit TorchEngine(const EngineOptions& options)
      : compute_(std::make_shared<const Compute>(options)) {}

  std::unique_ptr<const vits::AcousticModel> OpenVoice(const model::Weights& weights,
                                                       const model::Config& config,
                                                       const ThreadPool& pool) const override {
    at::set_num_threads(pool.threads());
    return std::make_unique<Voice>(weights, config, compute_);
  }

  std::unique_ptr<const bert::FeatureModel> OpenBert(const std::filesystem::path& folder,
                                                     const ThreadPool& pool) const override {
    at::set_num_threads(pool.threads());
    const auto file = bert::WeightsFile(folder);
    return std::make_unique<BertEncoder>(model::Weights::Open(file),
                                         bert::ReadShape(folder / "config.json"), compute_);
  }

 private:
  std::shared_ptr<const Compute> compute_;
};

}  // namespace

std::shared_ptr<const synth::Engine> OpenEngine(const EngineOptions& options) {
  return std::make_shared<const TorchEngine>(options);
}

}  // namespace bv2::torch_runtime
