#include "train/align/alignment.h"

#include <c10/core/Event.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <cmath>
#include <numbers>
#include <thread>

#include "base/check.h"
#include "kernels/monotonic_durations.h"

namespace bv2::train {

using torch::Tensor;

Tensor AlignmentScores(const Tensor& z, const Tensor& m, const Tensor& logs) {
  const torch::NoGradGuard no_grad;
  const c10::impl::ExcludeDispatchKeyGuard full_precision(c10::autocast_dispatch_keyset);
  const Tensor frames = z.to(torch::kFloat).transpose(1, 2);  // [B, Ty, C]
  const Tensor mean = m.to(torch::kFloat), log_deviation = logs.to(torch::kFloat);
  const Tensor precision = torch::exp(-2 * log_deviation);
  const double constant = -0.5 * std::log(2 * std::numbers::pi);
  const Tensor of_phone =
      (constant - log_deviation).sum({1}, true) + (-0.5 * mean.pow(2) * precision).sum({1}, true);
  return of_phone + torch::matmul(-0.5 * frames.pow(2), precision) +
         torch::matmul(frames, mean * precision);
}

Tensor DiagonalPrior(const Tensor& lengths_y, const Tensor& lengths_x) {
  const torch::NoGradGuard no_grad;
  const auto axis = [&](const Tensor& lengths) {
    return torch::arange(lengths.max().item<int64_t>(), torch::kFloat).to(lengths.device());
  };
  const Tensor frames = lengths_y.to(torch::kFloat).view({-1, 1, 1});
  const Tensor last = lengths_x.to(torch::kFloat).view({-1, 1, 1}) - 1;
  const Tensor y = axis(lengths_y).view({1, -1, 1}), x = axis(lengths_x).view({1, 1, -1});
  const Tensor inside = torch::logical_and(y < frames, x <= last);
  // In the padding any valid numbers will do; they are dropped.
  const Tensor alpha = torch::minimum(y, frames - 1) + 1, beta = frames + 1 - alpha;
  const Tensor k = torch::minimum(x, last);
  const auto lg = [](const Tensor& value) { return torch::lgamma(value); };
  const Tensor of_phone = lg(last + 1) - lg(k + 1) - lg(last - k + 1);
  const Tensor of_frame = lg(alpha + beta) - lg(alpha) - lg(beta) - lg(last + alpha + beta);
  const Tensor log_prior = of_phone + of_frame + lg(k + alpha) + lg(last - k + beta);
  return torch::where(inside, log_prior, torch::zeros_like(log_prior));
}

PathSearch::PathSearch(const Tensor& scores, const Tensor& lengths_y, const Tensor& lengths_x)
    : device_(scores.device()) {
  BV2_CHECK(scores.dim() == 3 && scores.scalar_type() == torch::kFloat && scores.is_contiguous(),
            "the scores of an alignment must be contiguous floats [B, Ty, Tx]");
  const Tensor lengths = torch::stack({lengths_y, lengths_x}).to(torch::kLong);
  if (device_.is_cpu()) {
    scores_ = scores;
    lengths_ = lengths;
    return;
  }
  const auto pinned = [](const Tensor& x) {
    return torch::empty(x.sizes(), x.options().device(torch::kCPU).pinned_memory(true))
        .copy_(x, /*non_blocking=*/true);
  };
  scores_ = pinned(scores);
  lengths_ = pinned(lengths);
  copied_ = std::make_shared<c10::Event>(device_.type());
  copied_->record(c10::impl::VirtualGuardImpl(device_.type()).getStream(device_));
}

void PathSearch::WaitForCopy() const {
  if (copied_ == nullptr) return;
  while (!copied_->query()) std::this_thread::yield();
}

Tensor PathSearch::Durations(const ThreadPool& pool) {
  WaitForCopy();
  const Tensor durations = torch::zeros({scores_.size(0), scores_.size(2)}, torch::kLong);
  const auto lengths = lengths_.accessor<int64_t, 2>();
  pool.ParallelFor(static_cast<size_t>(scores_.size(0)), [&](size_t item) {
    const auto b = static_cast<int64_t>(item);
    const int64_t frames = lengths[0][b], phones = lengths[1][b];
    BV2_CHECK(frames >= 0 && frames <= scores_.size(1) && phones >= 0 && phones <= scores_.size(2),
              "item {} has {} frames and {} phones; the batch has room for {} and {}", item, frames,
              phones, scores_.size(1), scores_.size(2));
    const kernels::ScoreMatrix matrix{.values = scores_.data_ptr<float>() + b * scores_.stride(0),
                                      .frames = static_cast<size_t>(frames),
                                      .phones = static_cast<size_t>(phones),
                                      .stride = static_cast<size_t>(scores_.stride(1))};
    kernels::MonotonicDurations(matrix, {durations.data_ptr<int64_t>() + b * durations.stride(0),
                                         static_cast<size_t>(phones)});
  });
  return durations.to(device_, /*non_blocking=*/true);
}

}  // namespace bv2::train
