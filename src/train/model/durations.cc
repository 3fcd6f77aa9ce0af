#include "train/model/durations.h"

#include <cmath>
#include <numbers>

#include "base/check.h"
#include "train/model/spline.h"

namespace bv2::train {
namespace {

constexpr int64_t kBins = 10;
constexpr double kTailBound = 5;

Tensor FlipChannels(const Tensor& x) { return torch::flip(x, {1}); }

// ½ Σ (ln 2π + x²) over channels and time: minus the log-density of a standard normal.
Tensor NormalNll(const Tensor& x, const Tensor& mask) {
  return 0.5 * ((std::log(2 * std::numbers::pi) + x.pow(2)) * mask).sum({1, 2});
}

}  // namespace

DdsConv::DdsConv(int64_t channels, int64_t taps, int64_t layers, double dropout)
    : dropout_(dropout) {
  convs_sep_ = register_module("convs_sep", MakeList<torch::nn::Conv1dImpl>());
  convs_1x1_ = register_module("convs_1x1", MakeList<torch::nn::Conv1dImpl>());
  norms_1_ = register_module("norms_1", MakeList<LayerNorm>());
  norms_2_ = register_module("norms_2", MakeList<LayerNorm>());
  int64_t dilation = 1;
  for (int64_t i = 0; i < layers; ++i, dilation *= taps) {
    convs_sep_->Add(std::make_shared<torch::nn::Conv1dImpl>(
        SameConv(channels, channels, taps, dilation).groups(channels)));
    convs_1x1_->Add(std::make_shared<torch::nn::Conv1dImpl>(SameConv(channels, channels, 1)));
    norms_1_->Add(std::make_shared<LayerNorm>(channels));
    norms_2_->Add(std::make_shared<LayerNorm>(channels));
  }
}

Tensor DdsConv::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  Tensor h = g.defined() ? x + g : x;
  for (size_t i = 0; i < convs_sep_->size(); ++i) {
    Tensor y = (*norms_1_)[i].Forward((*convs_sep_)[i].forward(h * mask));
    y = (*norms_2_)[i].Forward((*convs_1x1_)[i].forward(torch::gelu(y)));
    h = h + torch::dropout(torch::gelu(y), dropout_, is_training());
  }
  return h * mask;
}

ElementwiseAffine::ElementwiseAffine(int64_t channels)
    : m_(register_parameter("m", torch::zeros({channels, 1}))),
      logs_(register_parameter("logs", torch::zeros({channels, 1}))) {}

Transformed ElementwiseAffine::Forward(const Tensor& x, const Tensor& mask) const {
  return {(m_ + torch::exp(logs_) * x) * mask, (logs_ * mask).sum({1, 2})};
}

Tensor ElementwiseAffine::Reverse(const Tensor& x, const Tensor& mask) const {
  return (x - m_) * torch::exp(-logs_) * mask;
}

ConvFlow::ConvFlow(int64_t channels, int64_t filter, int64_t taps, int64_t layers)
    : filter_(filter) {
  BV2_CHECK(channels % 2 == 0, "a coupling layer of {} channels; expected an even number",
            channels);
  const int64_t half = channels / 2;
  pre_ = register_module("pre", torch::nn::Conv1d(SameConv(half, filter, 1)));
  convs_ = register_module("convs", std::make_shared<DdsConv>(filter, taps, layers, 0.0));
  proj_ = register_module("proj", torch::nn::Conv1d(SameConv(filter, half * (3 * kBins - 1), 1)));
  ZeroInit(*proj_);
}

Transformed ConvFlow::Apply(const Tensor& x, const Tensor& mask, const Tensor& g, bool inverse) {
  const auto halves = x.chunk(2, 1);
  const Tensor h = proj_(convs_->Forward(pre_(halves[0]), mask, g)) * mask;
  const Tensor bins =
      h.view({x.size(0), x.size(1) / 2, 3 * kBins - 1, x.size(2)}).permute({0, 1, 3, 2});
  const double scale = 1 / std::sqrt(static_cast<double>(filter_));
  const SplineBins spline{.widths = bins.narrow(-1, 0, kBins) * scale,
                          .heights = bins.narrow(-1, kBins, kBins) * scale,
                          .derivatives = bins.narrow(-1, 2 * kBins, kBins - 1)};
  const Transformed half = inverse ? SplineInverse(halves[1], spline, kTailBound)
                                   : SplineForward(halves[1], spline, kTailBound);
  return {torch::cat({halves[0], half.z}, 1) * mask, (half.logdet * mask).sum({1, 2})};
}

Transformed ConvFlow::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  return Apply(x, mask, g, false);
}

Tensor ConvFlow::Reverse(const Tensor& x, const Tensor& mask, const Tensor& g) {
  return Apply(x, mask, g, true).z;
}

SplineFlow::SplineFlow(int64_t filter, int64_t taps, int64_t couplings) {
  affine_ = register_module("0", std::make_shared<ElementwiseAffine>(2));
  for (int64_t i = 0; i < couplings; ++i)
    couplings_.push_back(
        register_module(std::to_string(2 * i + 1), std::make_shared<ConvFlow>(2, filter, taps, 3)));
}

Transformed SplineFlow::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  Transformed result = affine_->Forward(x, mask);
  for (const auto& coupling : couplings_) {
    const Transformed step = coupling->Forward(result.z, mask, g);
    result = {FlipChannels(step.z), result.logdet + step.logdet};
  }
  return result;
}

Tensor SplineFlow::Reverse(const Tensor& x, const Tensor& mask, const Tensor& g) {
  Tensor z = x;
  for (size_t i = couplings_.size(); i-- > 1;) z = couplings_[i]->Reverse(FlipChannels(z), mask, g);
  return affine_->Reverse(FlipChannels(z), mask);
}

Transformed LogFlow(const Tensor& x, const Tensor& mask) {
  const Tensor y = torch::log(x.clamp_min(1e-5)) * mask;
  return {y, -y.sum({1, 2})};
}

StochasticDurationPredictor::StochasticDurationPredictor(const PredictorShape& shape,
                                                         int64_t couplings) {
  const int64_t width = shape.in;
  const auto conv = [&](const char* name, int64_t in) {
    return register_module(name, torch::nn::Conv1d(SameConv(in, width, 1)));
  };
  const auto convs = [&](const char* name) {
    return register_module(name, std::make_shared<DdsConv>(width, shape.taps, 3, shape.dropout));
  };
  flows_ = register_module("flows", std::make_shared<SplineFlow>(width, shape.taps, couplings));
  post_pre_ = conv("post_pre", 1);
  post_proj_ = conv("post_proj", width);
  post_convs_ = convs("post_convs");
  post_flows_ = register_module("post_flows", std::make_shared<SplineFlow>(width, shape.taps, 4));
  pre_ = conv("pre", shape.in);
  proj_ = conv("proj", width);
  convs_ = convs("convs");
  if (shape.gin != 0) cond_ = conv("cond", shape.gin);
}

Tensor StochasticDurationPredictor::Condition(const Tensor& x, const Tensor& mask,
                                              const Tensor& g) {
  Tensor h = pre_(x.detach());
  if (g.defined()) h = h + cond_(g.detach());
  return proj_(convs_->Forward(h, mask, {})) * mask;
}

Tensor StochasticDurationPredictor::Forward(const Tensor& x, const Tensor& mask, const Tensor& w,
                                            const Tensor& g, Noise& noise) {
  const Tensor h = Condition(x, mask, g);
  const Tensor h_w = post_proj_(post_convs_->Forward(post_pre_(w), mask, {})) * mask;
  // Dequantisation: u in (0, 1) is subtracted from the whole number of frames.
  const Tensor e = noise.NormalLike(w.expand({-1, 2, -1}).contiguous()) * mask;
  const Transformed posterior = post_flows_->Forward(e, mask, h + h_w);
  const auto parts = posterior.z.chunk(2, 1);
  const Tensor& z_u = parts[0];
  const Tensor z_0 = (w - torch::sigmoid(z_u) * mask) * mask;
  const Tensor logdet_u = ((torch::log_sigmoid(z_u) + torch::log_sigmoid(-z_u)) * mask).sum({1, 2});
  const Tensor log_q = -NormalNll(e, mask) - posterior.logdet - logdet_u;

  const Transformed log = LogFlow(z_0, mask);
  const Transformed prior = flows_->Forward(torch::cat({log.z, parts[1]}, 1), mask, h);
  return NormalNll(prior.z, mask) - log.logdet - prior.logdet + log_q;
}

Tensor StochasticDurationPredictor::Reverse(const Tensor& x, const Tensor& mask, const Tensor& draw,
                                            const Tensor& g) {
  return flows_->Reverse(draw, mask, Condition(x, mask, g)).narrow(1, 0, 1);
}

DurationPredictor::DurationPredictor(const PredictorShape& shape) : dropout_(shape.dropout) {
  conv_1_ =
      register_module("conv_1", torch::nn::Conv1d(SameConv(shape.in, shape.filter, shape.taps)));
  norm_1_ = register_module("norm_1", std::make_shared<LayerNorm>(shape.filter));
  conv_2_ = register_module("conv_2",
                            torch::nn::Conv1d(SameConv(shape.filter, shape.filter, shape.taps)));
  norm_2_ = register_module("norm_2", std::make_shared<LayerNorm>(shape.filter));
  proj_ = register_module("proj", torch::nn::Conv1d(SameConv(shape.filter, 1, 1)));
  if (shape.gin != 0)
    cond_ = register_module("cond", torch::nn::Conv1d(SameConv(shape.gin, shape.in, 1)));
}

Tensor DurationPredictor::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  const auto drop = [this](const Tensor& y) { return torch::dropout(y, dropout_, is_training()); };
  Tensor h = x.detach();
  if (g.defined()) h = h + cond_(g.detach());
  h = drop(norm_1_->Forward(torch::relu(conv_1_(h * mask))));
  h = drop(norm_2_->Forward(torch::relu(conv_2_(h * mask))));
  return proj_(h * mask) * mask;
}

}  // namespace bv2::train
