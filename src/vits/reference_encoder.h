#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"

namespace bv2::vits {

// Speaker vector from a recording, for voices without a speaker table (n_speakers 0): six strided
// 3×3 convolutions over the linear spectrogram, then a GRU whose last state is projected.
// Source: Skerry-Ryan et al. 2018 (arXiv 1803.09047) §3.1.
class ReferenceEncoder {
 public:
  ReferenceEncoder(const model::Weights& weights, size_t spec_channels, size_t gin);

  // spec [T_frame][spec_channels], linear magnitudes; speaker [gin].
  // Throws kInvalidArgument for an empty spectrogram or another number of channels.
  void Encode(View<const float> spec, std::span<float> speaker, const Context& context) const;

 private:
  void RunGru(View<const float> inputs, std::span<float> state, const Context& context) const;

  size_t spec_channels_;
  std::vector<nn::Conv1d> convs_;  // each a Linear over gathered 3×3 patches
  nn::Conv1d gru_input_;           // gates r, z, n of the GRU, input side
  nn::Conv1d gru_hidden_;          // … and state side
  nn::Conv1d projection_;
};

}  // namespace bv2::vits
