#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "base/thread_pool.h"
#include "model/config.h"
#include "train/model/decoder.h"
#include "train/model/durations.h"
#include "train/model/encoder.h"
#include "train/model/flow.h"
#include "train/model/noise.h"
#include "train/model/wavenet.h"

namespace bv2::train {

// Utterances padded to the longest of each kind.
struct Batch {
  TextEncoder::Input text;
  Tensor spec;          // [B, bins, Ty]
  Tensor spec_lengths;  // [B]
  Tensor wav;           // [B, 1, samples]
  Tensor wav_lengths;   // [B]
  Tensor speaker;       // [B] ids
};

// What a training step looks at; names as in the original, see docs of the losses.
struct GeneratorOutput {
  Tensor y_hat;                     // [B, 1, segment] waveform
  Tensor l_length;                  // [B] loss of the durations
  Tensor attn;                      // [B, 1, Ty, Tx] the path
  Tensor ids_slice;                 // [B] frames at which the segments start
  Tensor x_mask;                    // [B, 1, Tx]
  Tensor z_mask;                    // [B, 1, Ty]
  Tensor z, z_p;                    // [B, inter, Ty] latent before and after the flow
  Tensor m_p, logs_p, m_q, logs_q;  // [B, inter, Ty] prior and posterior
  Tensor hidden_x;                  // [B, hidden, Tx]
  Tensor logw, logw_;               // [B, 1, Tx] predicted and found log-durations
};

// What is added to the scores of the alignment before the search.
struct AlignmentHelp {
  std::optional<double> noise = {};  // a share of the scores' deviation; none: nothing is drawn.
                                     // (VITS2 §2.2)
  double prior = 0;                  // weight of DiagonalPrior
};

// How Infer() speaks.
struct InferOptions {
  double noise_scale = 0.667;
  double length_scale = 1;
  double noise_scale_w = 0.8;
  double sdp_ratio = 0;
  int64_t max_frames = 0;  // 0: all of them
};

struct InferOutput {
  Tensor audio;  // [B, 1, samples]
  Tensor attn;   // [B, 1, Ty, Tx]
  Tensor mask;   // [B, 1, Ty]
  // The stages between, for comparisons.
  Tensor g;                        // [B, gin, 1]
  Prior prior;                     // of each phone
  Tensor logw_sdp, logw_dp, logw;  // [B, 1, Tx]
  Tensor w_ceil;                   // [B, 1, Tx] frames
  Tensor m_p, logs_p, z_p, z;      // [B, inter, Ty]
};

// The acoustic network while it is trained: all of VITS2's generator.
// Source: VITS (arXiv 2106.06103) and VITS2 (arXiv 2307.16430).
class Generator : public torch::nn::Module {
 public:
  explicit Generator(const model::Config& config);

  GeneratorOutput Forward(const Batch& batch, const AlignmentHelp& help, Noise& noise,
                          const ThreadPool& pool);
  // Has BERT's features say nothing, until training on such features finds something in them.
  void ForgetBert() { enc_p_->ForgetBert(); }
  // Speaks the batch's texts; its spectrograms are read only by the reference encoder.
  InferOutput Infer(const Batch& batch, const InferOptions& options, Noise& noise);

 private:
  Tensor Speaker(const Batch& batch);  // [B, gin, 1]
  Tensor DurationLoss(GeneratorOutput& out, const Tensor& w, const Tensor& g, Noise& noise);

  int64_t segment_frames_;
  std::shared_ptr<TextEncoder> enc_p_;
  std::shared_ptr<Decoder> dec_;
  std::shared_ptr<PosteriorEncoder> enc_q_;
  std::shared_ptr<Flow> flow_;
  std::shared_ptr<StochasticDurationPredictor> sdp_;
  std::shared_ptr<DurationPredictor> dp_;
  torch::nn::Embedding emb_g_ = nullptr;       // or
  std::shared_ptr<ReferenceEncoder> ref_enc_;  // without speakers
};

}  // namespace bv2::train
