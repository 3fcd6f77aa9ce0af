#include "vits/resblock.h"

#include <algorithm>
#include <string>

namespace bv2::vits {
namespace {

using kernels::Activation;

// The original builds this many steps, whatever more dilations a configuration lists.
size_t CountSteps(const ResBlockShape& shape) {
  const size_t steps = shape.two_convolutions ? 3 : 2;
  return std::min(steps, shape.dilations.size());
}

nn::ConvShape SameChannels(const ResBlockShape& shape, size_t dilation) {
  return {.in = shape.channels,
          .out = shape.channels,
          .taps = shape.taps,
          .dilation = dilation,
          .accuracy = shape.accuracy};
}

}  // namespace

ResBlock::ResBlock(const model::Weights& weights, const ResBlockShape& shape)
    : channels_(shape.channels) {
  for (size_t i = 0; i < CountSteps(shape); ++i) {
    const std::string index = std::to_string(i);
    const auto dilated = SameChannels(shape, shape.dilations[i]);
    if (shape.two_convolutions) {
      steps_.push_back({nn::Conv1d(weights, "convs1." + index, dilated),
                        nn::Conv1d(weights, "convs2." + index, SameChannels(shape, 1))});
    } else {
      steps_.push_back({nn::Conv1d(weights, "convs." + index, dilated), std::nullopt});
    }
  }
  lookahead_.assign(steps_.size() + 1, 0);
  for (size_t i = steps_.size(); i-- > 0;)
    lookahead_[i] = lookahead_[i + 1] + steps_[i].first.pad_right() +
                    (steps_[i].second ? steps_[i].second->pad_right() : 0);
}

ResBlock::State::State(const ResBlock& block) {
  for (size_t i = 0; i < block.steps_.size(); ++i) {
    inner_.emplace_back(block.channels_);
    if (i + 1 < block.steps_.size()) output_.emplace_back(block.channels_);
  }
}

void ResBlock::Extend(const RowStream& x, const Reach& reach, State& state, const Output& output,
                      const Context& context) const {
  const Arena::Scope scope(context.arena);
  const RowStream* input = &x;
  for (size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    const bool last = i + 1 == steps_.size();
    RowStream& inner = state.inner_[i];
    RowStream* const next = last ? nullptr : &state.output_[i];

    // The rows this step puts out, into its own stream or, at the end, into the block's output.
    View<float> y = output.y;
    ptrdiff_t first_out = output.first;
    if (next != nullptr) {
      first_out = next->end();
      next->Extend(reach.Ahead(lookahead_[i + 1]), context.arena);
      y = next->fresh();
    }
    const ptrdiff_t end_out = first_out + static_cast<ptrdiff_t>(y.rows());
    kernels::ConvOptions fused{.residual = input->Range(first_out, end_out)};
    if (last) {
      fused.scale = output.scale;
      fused.accumulate = output.accumulate;
    }

    if (step.second) {
      const ptrdiff_t first_inner = inner.end();
      inner.Extend(reach.Ahead(lookahead_[i + 1] + step.second->pad_right()), context.arena);
      step.first.ForwardPart(input->rows(), input->begin(), inner.fresh(), first_inner, context,
                             {.input_activation = Activation::LeakyRelu(kLeakySlope),
                              .output_activation = Activation::LeakyRelu(kLeakySlope)});
      step.second->ForwardPart(inner.rows(), inner.begin(), y, first_out, context, fused);
      inner.Trim(end_out - static_cast<ptrdiff_t>(step.second->pad_left()));
    } else {
      fused.input_activation = Activation::LeakyRelu(kLeakySlope);
      step.first.ForwardPart(input->rows(), input->begin(), y, first_out, context, fused);
    }

    // What the next chunk of this step still reads from its input (the block's own input is
    // trimmed by the caller, who knows all blocks).
    if (i > 0) {
      const ptrdiff_t convolved = step.second ? inner.end() : end_out;
      const ptrdiff_t by_convolution = convolved - static_cast<ptrdiff_t>(step.first.pad_left());
      state.output_[i - 1].Trim(std::min(by_convolution, end_out));
    }
    input = next;
  }
}

}  // namespace bv2::vits
