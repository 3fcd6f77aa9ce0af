#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "vits/row_stream.h"

namespace bv2::vits {

inline constexpr float kLeakySlope = 0.1f;

struct ResBlockShape {
  size_t channels = 0;
  size_t taps = 3;
  std::vector<size_t> dilations;  // of each step; kind "1" uses three at most, "2" two
  bool two_convolutions = true;   // kind "1": a dilated and a plain convolution a step; "2": one
  kernels::ConvAccuracy accuracy = kernels::ConvAccuracy::kSafe;
};

// How far a chunk of the decoder reaches, in rows of the current stage.
struct Reach {
  ptrdiff_t end = 0;  // rows the stage puts out after this chunk (may be negative at the start)
  ptrdiff_t total = 0;
  bool last = false;  // nothing follows: every tensor reaches `total`

  // Where a tensor ends that must be `lookahead` rows ahead of the stage's output.
  ptrdiff_t Ahead(size_t lookahead) const {
    const ptrdiff_t ahead = end + static_cast<ptrdiff_t>(lookahead);
    return last ? total : (ahead > 0 ? ahead : 0);
  }
};

// A chain of residual steps x ← x + conv(lrelu(conv(lrelu(x)))) with growing dilation: HiFi-GAN's
// multi-receptive-field fusion sums several of these (arXiv 2010.05646 §2.3).
class ResBlock {
 public:
  ResBlock(const model::Weights& weights, const ResBlockShape& shape);

  // The tensors inside the block, for one stream of audio.
  class State;

  size_t lookahead() const { return lookahead_.front(); }
  size_t pad_left() const { return steps_.front().first.pad_left(); }

  // y += scale · block(x) for the output rows [first, first + y.rows()), as far as `reach` says.
  // `x` must hold what the block needs; accumulate false overwrites y instead.
  struct Output {
    View<float> y;
    ptrdiff_t first = 0;
    float scale = 1.0f;
    bool accumulate = false;
  };
  void Extend(const RowStream& x, const Reach& reach, State& state, const Output& output,
              const Context& context) const;

 private:
  struct Step {
    nn::Conv1d first;
    std::optional<nn::Conv1d> second;
  };

  size_t channels_;
  std::vector<Step> steps_;
  std::vector<size_t> lookahead_;  // of step i's input over the block's output
};

class ResBlock::State {
 public:
  explicit State(const ResBlock& block);

 private:
  friend class ResBlock;
  std::vector<RowStream> inner_;   // after a step's first convolution
  std::vector<RowStream> output_;  // after each step but the last
};

}  // namespace bv2::vits
