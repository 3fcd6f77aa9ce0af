#include "train/model/decoder.h"
#include "train/model/durations.h"
#include "train/model/encoder.h"
#include "train/model/flow.h"
#include "train/model/spline.h"
#include "train/model/wavenet.h"
#include "train_check/classes.h"

namespace bv2::train_check {
namespace {

constexpr const char* kNorm[] = {"x"};
constexpr const char* kAttention[] = {"x", "c", "attn_mask"};
constexpr const char* kMasked[] = {"x", "x_mask", "g", "reverse"};
constexpr const char* kText[] = {"x", "x_lengths", "tone", "language", "bert", "ja_bert", "g"};
constexpr const char* kPosterior[] = {"x", "x_lengths", "g"};
constexpr const char* kStochastic[] = {"x", "x_mask", "w", "g", "reverse", "noise_scale"};
constexpr const char* kDecoder[] = {"x", "g"};
constexpr const char* kReference[] = {"inputs"};
constexpr const char* kSpline[] = {"x", "w", "h", "d", "inverse", "tails", "tail_bound"};

void RunLayerNorm(Call& call) {
  call.Return(call.Make<train::LayerNorm>(call.Size("channels")).Forward(call.In("x")));
}

void RunAttention(Call& call) {
  auto& net = call.Make<train::SelfAttention>(call.Size("channels"), call.Size("n_heads"), 0.0,
                                              call.Size("window_size"));
  call.Return(net.Forward(call.In("x"), call.In("attn_mask")));
}

void RunFeedForward(Call& call) {
  auto& net =
      call.Make<train::FeedForward>(train::FeedForwardShape{.in = call.Size("in_channels"),
                                                            .out = call.Size("out_channels"),
                                                            .filter = call.Size("filter_channels"),
                                                            .taps = call.Size("kernel_size")});
  call.Return(net.Forward(call.In("x"), call.In("x_mask")));
}

train::EncoderShape ReadEncoder(const Call& call) {
  return {.hidden = call.Size("hidden_channels"),
          .filter = call.Size("filter_channels"),
          .heads = call.Size("n_heads"),
          .layers = call.Size("n_layers"),
          .taps = call.Size("kernel_size"),
          .gin = call.Size("gin_channels", 0)};
}

void RunEncoder(Call& call) {
  auto& net = call.Make<train::Encoder>(ReadEncoder(call));
  call.Return(net.Forward(call.In("x"), call.In("x_mask"), call.In("g")));
}

void RunTextEncoder(Call& call) {
  auto& net = call.Make<train::TextEncoder>(
      train::TextEncoderShape{.out = call.Size("out_channels"), .encoder = ReadEncoder(call)});
  const train::Prior prior = net.Forward({.x = call.In("x"),
                                          .lengths = call.In("x_lengths"),
                                          .tone = call.In("tone"),
                                          .language = call.In("language"),
                                          .bert = call.In("bert"),
                                          .ja_bert = call.In("ja_bert")},
                                         call.In("g"));
  for (const Tensor& output : {prior.x, prior.m, prior.logs, prior.mask}) call.Return(output);
}

train::WaveNetShape ReadWaveNet(const Call& call) {
  return {.hidden = call.Size("hidden_channels"),
          .taps = call.Size("kernel_size"),
          .dilation_rate = call.Size("dilation_rate"),
          .layers = call.Size("n_layers"),
          .gin = call.Size("gin_channels", 0)};
}

void RunWaveNet(Call& call) {
  auto& net = call.Make<train::WaveNet>(ReadWaveNet(call));
  call.Return(net.Forward(call.In("x"), call.In("x_mask"), call.In("g")));
}

void RunPosterior(Call& call) {
  auto& net = call.Make<train::PosteriorEncoder>(
      train::PosteriorEncoderShape{.in = call.Size("in_channels"),
                                   .out = call.Size("out_channels"),
                                   .wavenet = ReadWaveNet(call)});
  const train::Posterior posterior =
      net.Forward(call.In("x"), call.In("x_lengths"), call.In("g"), call.noise());
  for (const Tensor& output : {posterior.z, posterior.m, posterior.logs, posterior.mask})
    call.Return(output);
}

template <typename Network>
void RunInvertible(Call& call, Network& net) {
  const Tensor x = call.In("x"), mask = call.In("x_mask"), g = call.In("g");
  if (call.Flag("reverse")) return call.Return(net.Reverse(x, mask, g));
  if constexpr (std::is_base_of_v<train::Flow, Network>) {
    call.Return(net.Forward(x, mask, g));
  } else {
    const train::Transformed result = net.Forward(x, mask, g);
    call.Return(result.z);
    call.Return(result.logdet);
  }
}

void RunResidualLayer(Call& call) {
  RunInvertible(call,
                call.Make<train::ResidualCouplingLayer>(call.Size("channels"), ReadWaveNet(call),
                                                        call.Option("mean_only", false)));
}

void RunTransformerLayer(Call& call) {
  RunInvertible(call,
                call.Make<train::TransformerCouplingLayer>(call.Size("channels"), ReadEncoder(call),
                                                           call.Option("mean_only", false)));
}

void RunResidualBlock(Call& call) {
  RunInvertible(call, call.Make<train::ResidualCouplingBlock>(
                          call.Size("channels"), ReadWaveNet(call), call.Size("n_flows", 4)));
}

void RunTransformerBlock(Call& call) {
  RunInvertible(call, call.Make<train::TransformerCouplingBlock>(
                          call.Size("channels"), ReadEncoder(call), call.Size("n_flows", 4)));
}

void RunConvFlow(Call& call) {
  RunInvertible(call,
                call.Make<train::ConvFlow>(call.Size("in_channels"), call.Size("filter_channels"),
                                           call.Size("kernel_size"), call.Size("n_layers")));
}

void RunElementwiseAffine(Call& call) {
  auto& net = call.Make<train::ElementwiseAffine>(call.Size("channels"));
  const Tensor x = call.In("x"), mask = call.In("x_mask");
  if (call.Flag("reverse")) return call.Return(net.Reverse(x, mask));
  const train::Transformed result = net.Forward(x, mask);
  call.Return(result.z);
  call.Return(result.logdet);
}

void RunDdsConv(Call& call) {
  auto& net = call.Make<train::DdsConv>(call.Size("channels"), call.Size("kernel_size"),
                                        call.Size("n_layers"), 0.0);
  call.Return(net.Forward(call.In("x"), call.In("x_mask"), call.In("g")));
}

train::PredictorShape ReadPredictor(const Call& call) {
  return {.in = call.Size("in_channels"),
          .filter = call.Size("filter_channels"),
          .taps = call.Size("kernel_size"),
          .gin = call.Size("gin_channels", 0)};
}

void RunStochasticDurations(Call& call) {
  auto& net =
      call.Make<train::StochasticDurationPredictor>(ReadPredictor(call), call.Size("n_flows", 4));
  const Tensor x = call.In("x"), mask = call.In("x_mask"), g = call.In("g");
  if (call.Flag("reverse"))
    call.Return(net.Reverse(x, mask, call.Drawn(0) * call.RealNumber("noise_scale", 1), g));
  else
    call.Return(net.Forward(x, mask, call.In("w"), g, call.noise()));
}

void RunDurations(Call& call) {
  auto& net = call.Make<train::DurationPredictor>(ReadPredictor(call));
  call.Return(net.Forward(call.In("x"), call.In("x_mask"), call.In("g")));
}

void RunDecoder(Call& call) {
  train::DecoderShape shape{.in = call.Size("initial_channel"),
                            .resblock_2 = call.Argument("resblock").AsString() != "1",
                            .resblock_taps = call.Sizes("resblock_kernel_sizes"),
                            .resblock_dilations = {},
                            .upsample_rates = call.Sizes("upsample_rates"),
                            .upsample_taps = call.Sizes("upsample_kernel_sizes"),
                            .upsample_channels = call.Size("upsample_initial_channel"),
                            .gin = call.Size("gin_channels")};
  for (const Json& list : call.Argument("resblock_dilation_sizes").AsArray()) {
    shape.resblock_dilations.emplace_back();
    for (const Json& dilation : list.AsArray())
      shape.resblock_dilations.back().push_back(dilation.AsInteger());
  }
  call.Return(call.Make<train::Decoder>(shape).Forward(call.In("x"), call.In("g")));
}

void RunReference(Call& call) {
  auto& net =
      call.Make<train::ReferenceEncoder>(call.Size("spec_channels"), call.Size("gin_channels"));
  call.Return(net.Forward(call.In("inputs")));
}

void RunSpline(Call& call) {
  const train::SplineBins bins{
      .widths = call.In("w"), .heights = call.In("h"), .derivatives = call.In("d")};
  const double bound = call.RealNumber("tail_bound", 1);
  const train::Transformed result = call.Flag("inverse")
                                        ? train::SplineInverse(call.In("x"), bins, bound)
                                        : train::SplineForward(call.In("x"), bins, bound);
  call.Return(result.z);
  call.Return(result.logdet);
}

constexpr Class kClasses[] = {
    {"modules.LayerNorm", kNorm, RunLayerNorm},
    {"attentions.LayerNorm", kNorm, RunLayerNorm},
    {"attentions.MultiHeadAttention", kAttention, RunAttention},
    {"attentions.FFN", kMasked, RunFeedForward},
    {"attentions.Encoder", kMasked, RunEncoder},
    {"models.TextEncoder", kText, RunTextEncoder},
    {"modules.WN", kMasked, RunWaveNet},
    {"models.PosteriorEncoder", kPosterior, RunPosterior},
    {"modules.ResidualCouplingLayer", kMasked, RunResidualLayer},
    {"models.ResidualCouplingBlock", kMasked, RunResidualBlock},
    {"modules.TransformerCouplingLayer", kMasked, RunTransformerLayer},
    {"models.TransformerCouplingBlock", kMasked, RunTransformerBlock},
    {"modules.DDSConv", kMasked, RunDdsConv},
    {"modules.ConvFlow", kMasked, RunConvFlow},
    {"modules.ElementwiseAffine", kMasked, RunElementwiseAffine},
    {"models.StochasticDurationPredictor", kStochastic, RunStochasticDurations},
    {"models.DurationPredictor", kMasked, RunDurations},
    {"models.Generator", kDecoder, RunDecoder},
    {"models.ReferenceEncoder", kReference, RunReference},
    {"transforms.piecewise_rational_quadratic_transform", kSpline, RunSpline},
};

}  // namespace

std::span<const Class> GeneratorClasses() { return kClasses; }

}  // namespace bv2::train_check
