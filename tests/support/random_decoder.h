#pragma once

#include <cmath>
#include <string>

#include "tests/support/random_weights.h"
#include "vits/decoder.h"

namespace bv2::test {

// The decoder of the default configuration; smaller voices have fewer channels.
inline vits::DecoderShape DefaultDecoder(kernels::ConvAccuracy accuracy, size_t channels = 512) {
  return {.inter = 192,
          .initial_channels = channels,
          .gin = 256,
          .upsample_rates = {8, 8, 2, 2, 2},
          .upsample_taps = {16, 16, 8, 2, 2},
          .resblock_taps = {3, 7, 11},
          .resblock_dilations = {{1, 3, 5}, {1, 3, 5}, {1, 3, 5}},
          .accuracy = accuracy};
}

// Gaussian weights for a decoder of any shape that keep the size of the signal.
class RandomDecoder {
 public:
  static model::Weights Make(const vits::DecoderShape& shape) {
    return RandomDecoder(shape).Build();
  }

 private:
  explicit RandomDecoder(const vits::DecoderShape& shape) : shape_(shape) {}

  model::Weights Build() {
    Add("conv_pre", shape_.initial_channels, shape_.inter, 7);
    Add("cond", shape_.initial_channels, shape_.gin, 1);
    size_t channels = shape_.initial_channels, block = 0;
    for (size_t i = 0; i < shape_.upsample_rates.size(); ++i) {
      const size_t taps = shape_.upsample_taps[i];
      AddScaled("ups." + std::to_string(i), {channels, channels / 2, taps},
                channels * taps / shape_.upsample_rates[i]);
      channels /= 2;
      weights_.Add("ups." + std::to_string(i) + ".bias", {channels}, kBias);
      for (size_t j = 0; j < shape_.resblock_taps.size(); ++j)
        AddBlock("resblocks." + std::to_string(block++), channels, j);
    }
    AddScaled("conv_post", {1, channels, 7}, channels * 7);
    return weights_.Build();
  }
  void AddBlock(const std::string& name, size_t channels, size_t j) {
    for (size_t d = 0; d < shape_.resblock_dilations[j].size(); ++d) {
      const std::string index = "." + std::to_string(d);
      const size_t taps = shape_.resblock_taps[j];
      if (!shape_.two_convolutions) {
        Add(name + ".convs" + index, channels, channels, taps);
        continue;
      }
      Add(name + ".convs1" + index, channels, channels, taps);
      Add(name + ".convs2" + index, channels, channels, taps);
    }
  }
  void Add(const std::string& name, size_t out, size_t in, size_t taps) {
    AddScaled(name, {out, in, taps}, in * taps);
    weights_.Add(name + ".bias", {out}, kBias);
  }
  void AddScaled(const std::string& name, std::vector<size_t> extents, size_t inputs) {
    weights_.Add(name + ".weight", std::move(extents),
                 1.0f / std::sqrt(static_cast<float>(inputs)));
  }

  static constexpr float kBias = 0.1f;
  const vits::DecoderShape& shape_;
  test::RandomWeights weights_;
};

}  // namespace bv2::test
