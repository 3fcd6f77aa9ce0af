#include "synth/engine.h"

#include "bert/bert_model.h"

namespace bv2::synth {

std::unique_ptr<const vits::AcousticModel> CpuEngine::OpenVoice(const model::Weights& weights,
                                                                const model::Config& config,
                                                                const ThreadPool& pool) const {
  return std::make_unique<vits::Voice>(weights, config, pool, options_);
}

std::unique_ptr<const bert::FeatureModel> CpuEngine::OpenBert(const std::filesystem::path& folder,
                                                              const ThreadPool& pool) const {
  return std::make_unique<bert::Encoder>(bert::OpenEncoder(folder, pool));
}

}  // namespace bv2::synth
