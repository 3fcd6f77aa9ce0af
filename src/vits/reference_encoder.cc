#include "vits/reference_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/check.h"

namespace bv2::vits {
namespace {

constexpr std::array<size_t, 6> kFilters{32, 32, 64, 64, 128, 128};
constexpr size_t kKernel = 3;
constexpr size_t kPatch = kKernel * kKernel;
constexpr size_t kGruChannels = 128;

// Rows or columns left by a 3×3 convolution of stride 2 and padding 1.
size_t Halved(size_t size) { return (size + 1) / 2; }

size_t GruInputs(size_t spec_channels) {
  for (size_t i = 0; i < kFilters.size(); ++i) spec_channels = Halved(spec_channels);
  return spec_channels * kFilters.back();
}

// A picture [height][width] of `channels` values per pixel; the pixels are rows.
struct Picture {
  size_t height;
  size_t width;
  View<const float> pixels;  // [height · width][channels]
};

// One row per output pixel: its 3×3 neighbourhood, channel-contiguous, zero outside the picture.
void GatherPatches(const Picture& in, size_t out_height, size_t out_width, View<float> patches) {
  const size_t channels = in.pixels.cols();
  for (size_t y = 0; y < out_height; ++y) {
    for (size_t x = 0; x < out_width; ++x) {
      float* out = patches.row(y * out_width + x);
      for (size_t k = 0; k < kPatch; ++k, out += channels) {
        // Position 2·y + ky − 1 in the picture; unsigned wrap-around makes −1 "outside".
        const size_t py = 2 * y + k / kKernel - 1;
        const size_t px = 2 * x + k % kKernel - 1;
        if (py < in.height && px < in.width)
          std::ranges::copy(in.pixels[py * in.width + px], out);
        else
          std::fill_n(out, channels, 0.0f);
      }
    }
  }
}

// The checkpoint's [out][in][3][3] as [out][3·3·in], the order of GatherPatches.
nn::Conv1d LoadConv(const model::Weights& weights, size_t layer, size_t in, size_t out) {
  const std::string name = "convs." + std::to_string(layer);
  const model::Floats stored = weights.GetNormed(name, {out, in, kKernel, kKernel});
  std::vector<float> reordered(stored.size());
  for (size_t o = 0; o < out; ++o)
    for (size_t c = 0; c < in; ++c)
      for (size_t k = 0; k < kPatch; ++k)
        reordered[(o * kPatch + k) * in + c] = stored.span()[(o * in + c) * kPatch + k];
  return nn::Conv1d(reordered, weights.Get(name + ".bias", {out}), {.in = kPatch * in, .out = out});
}

nn::Conv1d LoadGruSide(const model::Weights& weights, const char* side, size_t in) {
  const std::string suffix = std::string(side) + "_l0";
  return nn::Conv1d(weights.Get("gru.weight_" + suffix, {3 * kGruChannels, in}),
                    weights.Get("gru.bias_" + suffix, {3 * kGruChannels}),
                    {.in = in, .out = 3 * kGruChannels});
}

float Sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace

ReferenceEncoder::ReferenceEncoder(const model::Weights& weights, size_t spec_channels, size_t gin)
    : spec_channels_(spec_channels),
      gru_input_(LoadGruSide(weights, "ih", GruInputs(spec_channels))),
      gru_hidden_(LoadGruSide(weights, "hh", kGruChannels)),
      projection_(nn::Linear(weights, "proj", kGruChannels, gin)) {
  size_t in = 1;
  for (size_t i = 0; i < kFilters.size(); ++i) {
    convs_.push_back(LoadConv(weights, i, in, kFilters[i]));
    in = kFilters[i];
  }
}

void ReferenceEncoder::Encode(View<const float> spec, std::span<float> speaker,
                              const Context& context) const {
  BV2_CHECK(spec.rows() > 0 && spec.cols() == spec_channels_,
            "a reference spectrogram of {} frames × {} bins; this voice needs {} bins", spec.rows(),
            spec.cols(), spec_channels_);
  const Arena::Scope scope(context.arena);
  const View<float> first = context.arena.Matrix(spec.rows() * spec_channels_, 1);
  for (size_t t = 0; t < spec.rows(); ++t)
    for (size_t f = 0; f < spec_channels_; ++f) first(t * spec_channels_ + f, 0) = spec(t, f);

  Picture picture{.height = spec.rows(), .width = spec_channels_, .pixels = first};
  for (const nn::Conv1d& conv : convs_) {
    const size_t height = Halved(picture.height), width = Halved(picture.width);
    const View<float> patches = context.arena.Matrix(height * width, conv.in());
    const View<float> pixels = context.arena.Matrix(height * width, conv.out());
    GatherPatches(picture, height, width, patches);
    conv.Forward(patches, pixels, context, {.output_activation = kernels::Activation::Relu()});
    picture = {.height = height, .width = width, .pixels = pixels};
  }

  // The GRU reads each frame channel by channel: value (c, f) of a frame is its input c·width + f.
  const View<float> inputs =
      context.arena.Matrix(picture.height, picture.width * picture.pixels.cols());
  for (size_t t = 0; t < picture.height; ++t)
    for (size_t f = 0; f < picture.width; ++f)
      for (size_t c = 0; c < picture.pixels.cols(); ++c)
        inputs(t, c * picture.width + f) = picture.pixels(t * picture.width + f, c);
  const auto state = context.arena.Floats(kGruChannels);
  RunGru(inputs, state, context);
  projection_.Forward({state.data(), 1, state.size()}, {speaker.data(), 1, speaker.size()},
                      context);
}

// Cho et al. 2014 in PyTorch's form: the reset gate acts on W_hn h + b_hn.
void ReferenceEncoder::RunGru(View<const float> inputs, std::span<float> state,
                              const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> input_gates = context.arena.Matrix(inputs.rows(), 3 * kGruChannels);
  const View<float> state_gates = context.arena.Matrix(1, 3 * kGruChannels);
  gru_input_.Forward(inputs, input_gates, context);
  std::ranges::fill(state, 0.0f);
  for (size_t t = 0; t < inputs.rows(); ++t) {
    gru_hidden_.Forward({state.data(), 1, state.size()}, state_gates, context);
    const auto from_input = input_gates[t];
    const auto from_state = state_gates[0];
    for (size_t c = 0; c < kGruChannels; ++c) {
      const size_t z_gate = kGruChannels + c, n_gate = 2 * kGruChannels + c;
      const float reset = Sigmoid(from_input[c] + from_state[c]);
      const float update = Sigmoid(from_input[z_gate] + from_state[z_gate]);
      const float candidate = std::tanh(from_input[n_gate] + reset * from_state[n_gate]);
      state[c] = (1.0f - update) * candidate + update * state[c];
    }
  }
}

}  // namespace bv2::vits
