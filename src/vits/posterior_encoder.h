#pragma once

#include <cstddef>
#include <span>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "vits/wavenet.h"

namespace bv2::vits {

// Spectrogram → the distribution of the latent that the decoder would speak it from. Training
// needs it; synthesis does not. Source: VITS (arXiv 2106.06103) §2.4.
class PosteriorEncoder {
 public:
  // How many bins a spectrogram has, the file tells.
  PosteriorEncoder(const model::Weights& weights, size_t inter, const WaveNetShape& shape);

  //   spec        [T_frame][bins]    speaker  [gin]
  //   mean, logs  [T_frame][inter]   logs: natural log of the standard deviation
  // Throws kInvalidArgument for another number of bins.
  void Encode(View<const float> spec, std::span<const float> speaker, View<float> mean,
              View<float> logs, const Context& context) const;

 private:
  size_t hidden_;
  size_t inter_;
  nn::Conv1d pre_;
  WaveNet network_;
  nn::Conv1d projection_;
};

}  // namespace bv2::vits
