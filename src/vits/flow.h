#pragma once

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "vits/encoder.h"
#include "vits/wavenet.h"

namespace bv2::vits {

// One affine coupling: half of the channels shifts (and, where the file has it, scales) the other
// half, by a transformer (VITS2 §2.3) or a WaveNet (VITS §2.1.3).
class CouplingLayer {
 public:
  using Network = std::variant<Encoder, WaveNet>;
  CouplingLayer(const model::Weights& weights, size_t channels, size_t hidden, Network network);

  // Both z [T][channels], in place.   speaker [gin]
  void Forward(View<float> z, std::span<const float> speaker, const Context& context) const;
  void Reverse(View<float> z, std::span<const float> speaker, const Context& context) const;

 private:
  // shift [T][half], or shift and log scale [T][2 half], of the half that is transformed.
  View<float> Stats(View<const float> z, std::span<const float> speaker,
                    const Context& context) const;

  size_t half_;
  size_t hidden_;
  bool mean_only_;
  nn::Conv1d pre_;
  Network network_;
  nn::Conv1d post_;
};

struct FlowShape {
  size_t channels = 0;
  EncoderShape encoder = {};  // of each transformer coupling
  WaveNetShape wavenet = {};  // of each residual coupling
  bool transformer = true;    // which of the two
  size_t couplings = 4;
};

// The normalizing flow between the decoder's latent and the prior: couplings with a channel flip
// after each; in reverse, from the prior to the latent, before each. Source: VITS (arXiv
// 2106.06103) §2.1.3, VITS2 (arXiv 2307.16430) §2.3.
class Flow {
 public:
  // The couplings are loaded on `pool`.
  Flow(const model::Weights& weights, const FlowShape& shape, const ThreadPool& pool);

  // z [T_frame][channels] → z_p, in place.   speaker [gin]
  void Forward(View<float> z, std::span<const float> speaker, const Context& context) const;
  // z_p → z, the same way.
  void Reverse(View<float> z, std::span<const float> speaker, const Context& context) const;

 private:
  std::vector<CouplingLayer> couplings_;  // in the order of use in reverse
};

}  // namespace bv2::vits
