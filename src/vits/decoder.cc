#include "vits/decoder.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "base/parallel_make.h"
#include "kernels/elementwise.h"

namespace bv2::vits {
namespace {

using kernels::Activation;

// The original's last activation forgets the slope of the others and takes PyTorch's default.
constexpr float kLastLeakySlope = 0.01f;
constexpr size_t kOuterTaps = 7;

kernels::ConvTransposeWeights LoadUpsample(const model::Weights& weights, const DecoderShape& shape,
                                           size_t stage) {
  const std::string name = "ups." + std::to_string(stage);
  const size_t in = shape.initial_channels >> stage;
  const size_t out = in / 2;
  const size_t taps = shape.upsample_taps[stage];
  const size_t stride = shape.upsample_rates[stage];
  BV2_CHECK(taps >= stride, "{}: upsample kernel {} is smaller than its rate {}", weights.source(),
            taps, stride);
  return kernels::ConvTransposeWeights(weights.GetNormed(name, {in, out, taps}),
                                       weights.Get(name + ".bias", {out}),
                                       {.in_channels = in,
                                        .out_channels = out,
                                        .taps = taps,
                                        .stride = stride,
                                        .padding = (taps - stride) / 2});
}

std::vector<ResBlock> LoadBlocks(const model::Weights& weights, const DecoderShape& shape,
                                 size_t stage, const ThreadPool& pool) {
  const size_t count = shape.resblock_taps.size();
  return ParallelMake(pool, count, [&](size_t j) {
    return ResBlock(weights.Scope("resblocks", stage * count + j),
                    {.channels = shape.initial_channels >> (stage + 1),
                     .taps = shape.resblock_taps[j],
                     .dilations = shape.resblock_dilations[j],
                     .two_convolutions = shape.two_convolutions,
                     .accuracy = shape.accuracy});
  });
}

// First input row that output rows from `first_out` on depend on.
ptrdiff_t FirstInputRow(const kernels::ConvTransposeWeights& upsample, ptrdiff_t first_out) {
  const auto stride = static_cast<ptrdiff_t>(upsample.shape().stride);
  const ptrdiff_t reach = first_out + static_cast<ptrdiff_t>(upsample.shape().padding) -
                          static_cast<ptrdiff_t>(upsample.shape().taps) + 1;
  return reach <= 0 ? 0 : (reach + stride - 1) / stride;
}

// Output rows that are complete once `rows` input rows are known and more will follow.
ptrdiff_t CompleteOutputRows(const kernels::ConvTransposeWeights& upsample, ptrdiff_t rows) {
  const ptrdiff_t complete = rows * static_cast<ptrdiff_t>(upsample.shape().stride) -
                             static_cast<ptrdiff_t>(upsample.shape().padding);
  return std::max<ptrdiff_t>(0, complete);
}

}  // namespace

Decoder::Decoder(const model::Weights& weights, const DecoderShape& shape, const ThreadPool& pool)
    : pre_(weights, "conv_pre",
           {.in = shape.inter, .out = shape.initial_channels, .taps = kOuterTaps}),
      post_(weights, "conv_post",
            {.in = shape.initial_channels >> shape.upsample_rates.size(),
             .out = 1,
             .taps = kOuterTaps,
             .bias = false}) {
  if (shape.gin > 0) condition_ = nn::Linear(weights, "cond", shape.gin, shape.initial_channels);
  stages_ = ParallelMake(pool, shape.upsample_rates.size(), [&](size_t i) {
    Stage stage{.upsample = LoadUpsample(weights, shape, i),
                .blocks = LoadBlocks(weights, shape, i, pool),
                .lookahead = 0,
                .history = 0};
    for (const ResBlock& block : stage.blocks) {
      stage.lookahead = std::max(stage.lookahead, block.lookahead());
      stage.history = std::max(stage.history, block.pad_left());
    }
    return stage;
  });
}

size_t Decoder::hop() const {
  size_t product = 1;
  for (const Stage& stage : stages_) product *= stage.upsample.shape().stride;
  return product;
}

void Decoder::Decode(View<const float> z, std::span<const float> speaker, size_t chunk_frames,
                     const SampleSink& sink, const Context& context) const {
  BV2_CHECK(chunk_frames > 0, "a chunk of 0 frames");
  DecoderStream stream(*this, speaker, context);
  for (size_t first = 0; first < z.rows(); first += chunk_frames) {
    const size_t count = std::min(chunk_frames, z.rows() - first);
    stream.Push(z.Rows(first, count), first + count == z.rows(), sink);
  }
}

DecoderStream::DecoderStream(const Decoder& decoder, std::span<const float> speaker,
                             const Context& context)
    : decoder_(decoder), context_(context), latent_(decoder.pre_.in()), pre_(decoder.pre_.out()) {
  if (decoder.condition_ && !speaker.empty()) {
    condition_.resize(decoder.pre_.out());
    decoder.condition_->Forward({speaker.data(), 1, speaker.size()},
                                {condition_.data(), 1, condition_.size()}, context);
  }
  for (const Decoder::Stage& stage : decoder.stages_) {
    const size_t channels = stage.upsample.shape().out_channels;
    StageState state{.upsampled = RowStream(channels), .output = RowStream(channels), .blocks = {}};
    for (const ResBlock& block : stage.blocks) state.blocks.emplace_back(block);
    stages_.push_back(std::move(state));
  }
}

void DecoderStream::Push(View<const float> z, bool last, const SampleSink& sink) {
  const Arena::Scope scope(context_.arena);
  latent_.Extend(latent_.end() + static_cast<ptrdiff_t>(z.rows()), context_.arena);
  for (size_t t = 0; t < z.rows(); ++t) std::ranges::copy(z[t], latent_.fresh()[t].begin());

  const auto ends_at = [last](ptrdiff_t input_end, size_t lookahead, ptrdiff_t current) {
    return last ? input_end : std::max(current, input_end - static_cast<ptrdiff_t>(lookahead));
  };
  const nn::Conv1d& pre = decoder_.pre_;
  const ptrdiff_t first_pre = pre_.end();
  pre_.Extend(ends_at(latent_.end(), pre.pad_right(), first_pre), context_.arena);
  pre.ForwardPart(latent_.rows(), latent_.begin(), pre_.fresh(), first_pre, context_);
  if (!condition_.empty()) kernels::AddRow(condition_, pre_.fresh());
  latent_.Trim(pre_.end() - static_cast<ptrdiff_t>(pre.pad_left()));

  RowStream* input = &pre_;
  for (size_t i = 0; i < stages_.size(); ++i) {
    const Decoder::Stage& stage = decoder_.stages_[i];
    StageState& state = stages_[i];
    const ptrdiff_t complete =
        last ? static_cast<ptrdiff_t>(stage.upsample.OutputRows(static_cast<size_t>(input->end())))
             : std::max(state.upsampled.end(), CompleteOutputRows(stage.upsample, input->end()));
    const Reach reach{
        .end = complete - static_cast<ptrdiff_t>(stage.lookahead), .total = complete, .last = last};
    state.output.Extend(reach.Ahead(0), context_.arena);
    const Arena::Scope stage_scope(context_.arena);
    state.upsampled.Extend(complete, context_.arena);
    Upsample(i, *input);
    input->Trim(FirstInputRow(stage.upsample, state.upsampled.end()));
    RunBlocks(i, reach, state.output);
    input = &state.output;
  }

  const nn::Conv1d& post = decoder_.post_;
  const ptrdiff_t audio_end = ends_at(input->end(), post.pad_right(), audio_end_);
  const auto audio = context_.arena.Floats(static_cast<size_t>(audio_end - audio_end_));
  post.ForwardPart(input->rows(), input->begin(), {audio.data(), audio.size(), 1}, audio_end_,
                   context_,
                   {.input_activation = Activation::LeakyRelu(kLastLeakySlope),
                    .output_activation = Activation::Tanh()});
  audio_end_ = audio_end;
  input->Trim(audio_end - static_cast<ptrdiff_t>(post.pad_left()));
  if (!audio.empty()) sink(audio);
}

void DecoderStream::Upsample(size_t stage, const RowStream& input) {
  const kernels::ConvTransposeWeights& upsample = decoder_.stages_[stage].upsample;
  const RowStream& output = stages_[stage].upsampled;
  const View<float> y = output.fresh();
  if (y.rows() == 0) return;
  const ptrdiff_t first_out = output.end() - static_cast<ptrdiff_t>(y.rows());
  // Output times are counted from the first input row at hand.
  const ptrdiff_t offset = input.begin() * static_cast<ptrdiff_t>(upsample.shape().stride);
  kernels::ConvTranspose1d(upsample, input.rows(), y,
                           {.first_row = static_cast<size_t>(first_out - offset),
                            .input_activation = Activation::LeakyRelu(kLeakySlope)},
                           context_.pool);
  const kernels::ConvTransposeShape& shape = upsample.shape();
  context_.Count(y.rows(), shape.in_channels * shape.out_channels * shape.taps / shape.stride);
}

void DecoderStream::RunBlocks(size_t stage, const Reach& reach, RowStream& output) {
  const std::vector<ResBlock>& blocks = decoder_.stages_[stage].blocks;
  StageState& state = stages_[stage];
  const View<float> y = output.fresh();
  const ptrdiff_t first = output.end() - static_cast<ptrdiff_t>(y.rows());
  for (size_t j = 0; j < blocks.size(); ++j)
    blocks[j].Extend(state.upsampled, reach, state.blocks[j],
                     {.y = y,
                      .first = first,
                      .scale = 1.0f / static_cast<float>(blocks.size()),
                      .accumulate = j > 0},
                     context_);
  state.upsampled.Trim(output.end() - static_cast<ptrdiff_t>(decoder_.stages_[stage].history));
}

}  // namespace bv2::vits
