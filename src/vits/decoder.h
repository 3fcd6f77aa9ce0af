#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "kernels/conv_transpose1d.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "vits/resblock.h"
#include "vits/sample_sink.h"

namespace bv2::vits {

struct DecoderShape {
  size_t inter = 0;
  size_t initial_channels = 512;
  size_t gin = 0;
  std::vector<size_t> upsample_rates;
  std::vector<size_t> upsample_taps;
  std::vector<size_t> resblock_taps;
  std::vector<std::vector<size_t>> resblock_dilations;
  bool two_convolutions = true;  // resblock "1"; false: resblock "2"
  kernels::ConvAccuracy accuracy = kernels::ConvAccuracy::kSafe;
};

// HiFi-GAN generator: latent frames → waveform. Immutable, shared by all threads.
// Source: HiFi-GAN (arXiv 2010.05646) §2.3; VITS (arXiv 2106.06103) §2.1.4 for the speaker.
class Decoder {
 public:
  // The stages' blocks are loaded on `pool`.
  Decoder(const model::Weights& weights, const DecoderShape& shape, const ThreadPool& pool);

  // Samples per frame.
  size_t hop() const;

  // Decodes all of z [T_frame][inter] in chunks small enough for the cache. Any chunking gives the
  // same samples to 1e-5 of full scale, and the same bits on any number of threads.
  //   speaker [gin] or empty
  void Decode(View<const float> z, std::span<const float> speaker, size_t chunk_frames,
              const SampleSink& sink, const Context& context) const;

 private:
  friend class DecoderStream;
  struct Stage {
    kernels::ConvTransposeWeights upsample;
    std::vector<ResBlock> blocks;
    size_t lookahead;  // of the stage's input after upsampling over its output
    size_t history;    // rows of that input needed before the output
  };

  nn::Conv1d pre_;
  std::optional<nn::Conv1d> condition_;
  std::vector<Stage> stages_;
  nn::Conv1d post_;
};

// One utterance being decoded chunk by chunk with cached left context: nothing is computed twice
// and memory does not grow with length. Use from one thread; the decoder must outlive it.
class DecoderStream {
 public:
  DecoderStream(const Decoder& decoder, std::span<const float> speaker, const Context& context);

  // Adds latent frames z [T][inter] and delivers the samples that they complete. The decoder looks
  // some frames ahead, so samples lag behind until the push with `last`.
  void Push(View<const float> z, bool last, const SampleSink& sink);

 private:
  void Upsample(size_t stage, const RowStream& input);
  void RunBlocks(size_t stage, const Reach& reach, RowStream& output);

  struct StageState {
    RowStream upsampled;
    RowStream output;
    std::vector<ResBlock::State> blocks;
  };

  const Decoder& decoder_;
  Context context_;
  std::vector<float> condition_;  // [initial_channels] or empty
  RowStream latent_;
  RowStream pre_;
  std::vector<StageState> stages_;
  ptrdiff_t audio_end_ = 0;
};

}  // namespace bv2::vits
