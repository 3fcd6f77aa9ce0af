#pragma once

#include <torch/torch.h>

#include <vector>

#include "train/model/layers.h"

namespace bv2::train {

// Losses in single precision, whatever the inputs are; scalars. Sources: HiFi-GAN §2.4 for the
// first three (least squares, Mao et al. 2017), VITS §2.1 for the last.

// A loss and its part for each discriminator.
struct PartedLoss {
  Tensor total;
  std::vector<Tensor> parts;
};

struct DiscriminatorLoss {
  Tensor total;
  std::vector<Tensor> real;  // detached
  std::vector<Tensor> generated;
};

// 2 Σ mean |real − generated|. Gradients stop at the real features.
Tensor FeatureLoss(const std::vector<std::vector<Tensor>>& real,
                   const std::vector<std::vector<Tensor>>& generated);
// Σ mean (1 − real)² + mean generated²
DiscriminatorLoss LossOfDiscriminator(const std::vector<Tensor>& real,
                                      const std::vector<Tensor>& generated);
// Σ mean (1 − generated)²
PartedLoss LossOfGenerator(const std::vector<Tensor>& generated);

// The divergence between posterior and prior, of one draw, averaged over the frames.
struct KlInput {
  Tensor z_p, logs_q, m_p, logs_p;  // [B, C, T]
  Tensor mask;                      // [B, 1, T]
};
Tensor KlLoss(const KlInput& input);

}  // namespace bv2::train
