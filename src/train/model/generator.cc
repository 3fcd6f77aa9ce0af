#include "train/model/generator.h"

#include <c10/core/impl/LocalDispatchKeySet.h>

#include <algorithm>

#include "train/align/alignment.h"
#include "train/model/parts.h"
#include "train/model/segments.h"
#include "train/part.h"

namespace bv2::train {
namespace {

// Within a region of lower precision: what is small, or of ill condition, is computed in single
// precision all the same.
using FullPrecision = c10::impl::ExcludeDispatchKeyGuard;

Tensor Float(const Tensor& x) { return x.to(torch::kFloat); }

// The phones' values along the path, [B, C, Tx] → [B, C, Ty]. Frames come first in memory, as in
// the original: the order in which noise like it is drawn.
Tensor Expand(const Tensor& path, const Tensor& x) {
  const FullPrecision region(c10::autocast_dispatch_keyset);
  return torch::matmul(path.squeeze(1), x.transpose(1, 2)).transpose(1, 2);
}

}  // namespace

Generator::Generator(const model::Config& config)
    : segment_frames_(static_cast<int64_t>(config.train.segment_size / config.data.hop_length)) {
  const model::ModelConfig& m = config.model;
  const auto hidden = static_cast<int64_t>(m.hidden_channels),
             gin = static_cast<int64_t>(m.gin_channels),
             bins = static_cast<int64_t>(config.data.spec_channels()),
             speakers = static_cast<int64_t>(config.data.n_speakers);
  enc_p_ = register_module("enc_p", MakeTextEncoder(m));
  dec_ = register_module("dec", std::make_shared<Decoder>(ShapeOfDecoder(m)));
  enc_q_ = register_module(
      "enc_q", std::make_shared<PosteriorEncoder>(PosteriorEncoderShape{
                   .in = bins,
                   .out = static_cast<int64_t>(m.inter_channels),
                   .wavenet = {.hidden = hidden, .taps = 5, .layers = 16, .gin = gin}}));
  flow_ = register_module("flow", MakeFlow(m));
  sdp_ = register_module("sdp", MakeStochasticDurations(m));
  dp_ = register_module("dp", MakeDurations(m));
  if (speakers > 0)
    emb_g_ = register_module("emb_g", torch::nn::Embedding(speakers, gin));
  else
    ref_enc_ = register_module("ref_enc", std::make_shared<ReferenceEncoder>(bins, gin));
}

Tensor Generator::Speaker(const Batch& batch) {
  const FullPrecision region(c10::autocast_dispatch_keyset);
  if (ref_enc_) return ref_enc_->Forward(batch.spec.transpose(1, 2)).unsqueeze(-1);
  return emb_g_(batch.speaker).unsqueeze(-1);
}

Tensor Generator::DurationLoss(GeneratorOutput& out, const Tensor& w, const Tensor& g,
                               Noise& noise) {
  const FullPrecision region(c10::autocast_dispatch_keyset);
  const Tensor phones = out.x_mask.sum(), hidden = Float(out.hidden_x);
  const Tensor of_sdp = sdp_->Forward(hidden, out.x_mask, w, g, noise) / phones;
  out.logw_ = torch::log(w + 1e-6) * out.x_mask;
  out.logw = dp_->Forward(hidden, out.x_mask, g);
  return (out.logw - out.logw_).pow(2).sum({1, 2}) / phones + of_sdp;
}

GeneratorOutput Generator::Forward(const Batch& batch, const AlignmentHelp& help, Noise& noise,
                                   const ThreadPool& pool) {
  GeneratorOutput out;
  const Tensor g = Speaker(batch);
  const Prior prior = Named("text encoder", [&] { return enc_p_->Forward(batch.text, g); });
  const Posterior posterior = Named("posterior encoder", [&] {
    return enc_q_->Forward(batch.spec, batch.spec_lengths, g, noise);
  });
  out.hidden_x = prior.x;
  out.x_mask = prior.mask;
  out.z_mask = posterior.mask;
  out.z = posterior.z;
  out.m_q = posterior.m;
  out.logs_q = posterior.logs;
  out.z_p = Named("flow", [&] { return flow_->Forward(out.z, out.z_mask, g); });

  std::optional<Part> alignment("alignment");
  Tensor scores = AlignmentScores(out.z_p, prior.m, prior.logs);
  if (help.noise) scores = scores + torch::std(scores) * noise.NormalLike(scores) * *help.noise;
  if (help.prior > 0)
    scores = scores + DiagonalPrior(batch.spec_lengths, batch.text.lengths) * help.prior;
  PathSearch search(scores, batch.spec_lengths, batch.text.lengths);
  alignment.reset();

  // On a GPU the decoder runs while the CPU searches; on the CPU draws keep the original's order.
  const auto decode = [&] {
    const Part part("decoder");
    const Tensor uniform = noise.Uniform(out.z.size(0), out.z.options().dtype(torch::kFloat));
    out.ids_slice = SegmentStarts(uniform, batch.spec_lengths, segment_frames_);
    out.y_hat = Float(dec_->Forward(SliceSegments(out.z, out.ids_slice, segment_frames_), g));
  };
  const bool ahead = !scores.device().is_cpu();
  if (ahead) decode();
  alignment.emplace("alignment");
  const Tensor w = search.Durations(pool).unsqueeze(1).to(out.x_mask.dtype());  // [B, 1, Tx]
  out.attn = GeneratePath(w, out.x_mask.unsqueeze(2) * out.z_mask.unsqueeze(-1));
  alignment.reset();
  out.l_length = Named("durations", [&] { return DurationLoss(out, w, g, noise); });
  out.m_p = Expand(out.attn, prior.m);
  out.logs_p = Expand(out.attn, prior.logs);
  if (!ahead) decode();
  return out;
}

InferOutput Generator::Infer(const Batch& batch, const InferOptions& options, Noise& noise) {
  const torch::NoGradGuard no_grad;
  InferOutput out;
  out.g = Speaker(batch);
  out.prior = enc_p_->Forward(batch.text, out.g);
  const Prior& prior = out.prior;
  const Tensor draw = noise.NormalLike(prior.mask.expand({-1, 2, -1}).contiguous());
  out.logw_sdp = sdp_->Reverse(prior.x, prior.mask, draw * options.noise_scale_w, out.g);
  out.logw_dp = dp_->Forward(prior.x, prior.mask, out.g);
  out.logw = out.logw_sdp * options.sdp_ratio + out.logw_dp * (1 - options.sdp_ratio);
  out.w_ceil = torch::ceil(torch::exp(out.logw) * prior.mask * options.length_scale);
  const Tensor lengths = out.w_ceil.sum({1, 2}).clamp_min(1).to(torch::kLong);
  out.mask = SequenceMask(lengths).unsqueeze(1).to(prior.mask.dtype());
  out.attn = GeneratePath(out.w_ceil, prior.mask.unsqueeze(2) * out.mask.unsqueeze(-1));
  out.m_p = Expand(out.attn, prior.m);
  out.logs_p = Expand(out.attn, prior.logs);
  const Tensor deviation = torch::exp(out.logs_p) * options.noise_scale;
  out.z_p = out.m_p + noise.NormalLike(out.m_p) * deviation;
  out.z = flow_->Reverse(out.z_p, out.mask, out.g);
  Tensor z = out.z * out.mask;
  if (options.max_frames > 0) z = z.narrow(2, 0, std::min(options.max_frames, z.size(2)));
  out.audio = dec_->Forward(z, out.g);
  return out;
}

}  // namespace bv2::train
