#pragma once

#include <filesystem>
#include <memory>

#include "base/thread_pool.h"
#include "bert/feature_model.h"
#include "model/config.h"
#include "model/weights.h"
#include "vits/acoustic_model.h"
#include "vits/voice.h"

namespace bv2::synth {

// Opens the networks that speak. This library computes them on the CPU (CpuEngine); a program may
// bring another engine, as bertvits2-train does for GPUs. Thread-safe.
class Engine {
 public:
  virtual ~Engine() = default;

  // Throws naming the tensor for weights that do not fit the configuration.
  virtual std::unique_ptr<const vits::AcousticModel> OpenVoice(const model::Weights& weights,
                                                               const model::Config& config,
                                                               const ThreadPool& pool) const = 0;
  // Of a Hugging Face folder, see bert::OpenEncoder.
  virtual std::unique_ptr<const bert::FeatureModel> OpenBert(const std::filesystem::path& folder,
                                                             const ThreadPool& pool) const = 0;
};

class CpuEngine final : public Engine {
 public:
  //   options  of every voice
  explicit CpuEngine(const vits::VoiceOptions& options = {}) : options_(options) {}
  std::unique_ptr<const vits::AcousticModel> OpenVoice(const model::Weights& weights,
                                                       const model::Config& config,
                                                       const ThreadPool& pool) const override;
  std::unique_ptr<const bert::FeatureModel> OpenBert(const std::filesystem::path& folder,
                                                     const ThreadPool& pool) const override;

 private:
  vits::VoiceOptions options_;
};

}  // namespace bv2::synth
