#include "train/optim/adamw.h"

#include <cmath>
#include <map>

#include "base/error.h"
#include "train/optim/adamw_update.h"

namespace bv2::train {
namespace {

using torch::Tensor;

double Bias(double beta, int64_t step) { return 1 - std::pow(beta, static_cast<double>(step)); }

std::span<float> Floats(const Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

}  // namespace

AdamW::AdamW(const torch::nn::Module& network, const AdamWOptions& options)
    : options_(options), parameters_(network.parameters()), states_(parameters_.size()) {
  for (const Tensor& parameter : parameters_)
    if (parameter.scalar_type() != torch::kFloat || !parameter.is_contiguous())
      Fail(ErrorCode::kUnsupported, "AdamW updates contiguous parameters in single precision only");
}

void AdamW::Step(const ThreadPool& pool) {
  const torch::NoGradGuard no_grad;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].grad().defined()) continue;
    AdamWState& state = states_[i];
    if (!state.exp_avg.defined()) {
      state.exp_avg = torch::zeros_like(parameters_[i]);
      state.exp_avg_sq = torch::zeros_like(parameters_[i]);
    }
    ++state.step;
  }
  if (!parameters_.empty() && parameters_[0].device().is_cpu())
    UpdateOnHost(pool);
  else
    UpdateOnDevice();
}

void AdamW::UpdateOnHost(const ThreadPool& pool) {
  pool.ParallelFor(parameters_.size(), [&](size_t i) {
    if (!parameters_[i].grad().defined()) return;
    const AdamWState& state = states_[i];
    const Tensor gradient = parameters_[i].grad().contiguous();
    const AdamWFactors factors{
        .decay = static_cast<float>(1 - options_.lr * options_.weight_decay),
        .beta1 = static_cast<float>(options_.beta1),
        .beta2 = static_cast<float>(options_.beta2),
        .step_size = static_cast<float>(options_.lr / Bias(options_.beta1, state.step)),
        .root_scale = static_cast<float>(1 / std::sqrt(Bias(options_.beta2, state.step))),
        .eps = static_cast<float>(options_.eps)};
    AdamWUpdate(factors, {.parameter = Floats(parameters_[i]),
                          .gradient = Floats(gradient),
                          .exp_avg = Floats(state.exp_avg),
                          .exp_avg_sq = Floats(state.exp_avg_sq)});
  });
}

// A few kernels for all parameters of the same age instead of a dozen for each.
void AdamW::UpdateOnDevice() {
  struct Group {
    std::vector<Tensor> parameters, gradients, means, squares;
  };
  std::map<int64_t, Group> groups;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].grad().defined()) continue;
    Group& group = groups[states_[i].step];
    group.parameters.push_back(parameters_[i]);
    group.gradients.push_back(parameters_[i].grad());
    group.means.push_back(states_[i].exp_avg);
    group.squares.push_back(states_[i].exp_avg_sq);
  }
  for (auto& [step, group] : groups) {
    at::_foreach_mul_(group.parameters, 1 - options_.lr * options_.weight_decay);
    at::_foreach_mul_(group.means, options_.beta1);
    at::_foreach_add_(group.means, group.gradients, 1 - options_.beta1);
    at::_foreach_mul_(group.squares, options_.beta2);
    at::_foreach_addcmul_(group.squares, group.gradients, group.gradients, 1 - options_.beta2);
    std::vector<Tensor> roots = at::_foreach_sqrt(group.squares);
    at::_foreach_div_(roots, std::sqrt(Bias(options_.beta2, step)));
    at::_foreach_add_(roots, options_.eps);
    at::_foreach_addcdiv_(group.parameters, group.means, roots,
                          -options_.lr / Bias(options_.beta1, step));
  }
}

void AdamW::ZeroGrad() {
  for (Tensor& parameter : parameters_) parameter.mutable_grad() = Tensor();
}

Tensor AdamW::GradientNorm() const {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> norms;
  for (const Tensor& parameter : parameters_)
    if (parameter.grad().defined()) norms.push_back(parameter.grad().norm().to(torch::kDouble));
  return norms.empty() ? torch::zeros({}, torch::kDouble) : torch::stack(norms).norm();
}

}  // namespace bv2::train
