#include "train/gan/losses.h"

#include "base/check.h"

namespace bv2::train {
namespace {

Tensor Float(const Tensor& x) { return x.to(torch::kFloat); }

Tensor Sum(const std::vector<Tensor>& parts) {
  BV2_CHECK(!parts.empty(), "a loss of no discriminator");
  return torch::stack(parts).sum();
}

std::vector<Tensor> Detached(std::vector<Tensor> parts) {
  for (Tensor& part : parts) part = part.detach();
  return parts;
}

}  // namespace

Tensor FeatureLoss(const std::vector<std::vector<Tensor>>& real,
                   const std::vector<std::vector<Tensor>>& generated) {
  BV2_CHECK(real.size() == generated.size(), "features of {} and of {} discriminators", real.size(),
            generated.size());
  std::vector<Tensor> parts;
  for (size_t d = 0; d < real.size(); ++d) {
    BV2_CHECK(real[d].size() == generated[d].size(), "{} and {} features of one discriminator",
              real[d].size(), generated[d].size());
    for (size_t layer = 0; layer < real[d].size(); ++layer)
      parts.push_back(torch::l1_loss(Float(generated[d][layer]), Float(real[d][layer]).detach()));
  }
  return 2 * Sum(parts);
}

DiscriminatorLoss LossOfDiscriminator(const std::vector<Tensor>& real,
                                      const std::vector<Tensor>& generated) {
  BV2_CHECK(real.size() == generated.size(), "{} real scores, {} generated ones", real.size(),
            generated.size());
  DiscriminatorLoss loss;
  for (const Tensor& score : real) loss.real.push_back((1 - Float(score)).pow(2).mean());
  for (const Tensor& score : generated) loss.generated.push_back(Float(score).pow(2).mean());
  loss.total = Sum(loss.real) + Sum(loss.generated);
  loss.real = Detached(std::move(loss.real));
  loss.generated = Detached(std::move(loss.generated));
  return loss;
}

PartedLoss LossOfGenerator(const std::vector<Tensor>& generated) {
  PartedLoss loss;
  for (const Tensor& score : generated) loss.parts.push_back((1 - Float(score)).pow(2).mean());
  loss.total = Sum(loss.parts);
  return loss;
}

Tensor KlLoss(const KlInput& input) {
  const Tensor logs_p = Float(input.logs_p), mask = Float(input.mask);
  const Tensor distance = (Float(input.z_p) - Float(input.m_p)).pow(2);
  const Tensor kl = logs_p - Float(input.logs_q) - 0.5 + 0.5 * distance * torch::exp(-2.0 * logs_p);
  return (kl * mask).sum() / mask.sum();
}

}  // namespace bv2::train
