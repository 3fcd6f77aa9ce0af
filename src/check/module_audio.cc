#include <algorithm>

#include "base/check.h"
#include "check/generator.h"
#include "check/module_checks.h"
#include "vits/decoder.h"
#include "vits/path.h"
#include "vits/posterior_encoder.h"
#include "vits/reference_encoder.h"

namespace bv2::check {
namespace {

vits::DecoderShape ShapeOfDecoder(const ModuleCall& call) {
  vits::DecoderShape shape{.inter = call.Size("initial_channel"),
                           .initial_channels = call.Size("upsample_initial_channel"),
                           .gin = call.Size("gin_channels", 0),
                           .upsample_rates = call.Sizes("upsample_rates"),
                           .upsample_taps = call.Sizes("upsample_kernel_sizes"),
                           .resblock_taps = call.Sizes("resblock_kernel_sizes"),
                           .resblock_dilations = {},
                           .two_convolutions = call.Argument("resblock").AsString() == "1"};
  for (const Json& dilations : call.Argument("resblock_dilation_sizes").AsArray())
    shape.resblock_dilations.push_back(ReadShape(dilations));
  BV2_CHECK(shape.upsample_rates.size() == shape.upsample_taps.size() &&
                shape.resblock_taps.size() == shape.resblock_dilations.size(),
            "lists of different lengths describe the generator");
  return shape;
}

}  // namespace

void CheckPosteriorEncoder(const ModuleCall& call) {
  const size_t inter = call.Size("out_channels");
  const vits::PosteriorEncoder encoder(call.weights(), inter,
                                       {.hidden = call.Size("hidden_channels"),
                                        .taps = call.Size("kernel_size"),
                                        .dilation_rate = call.Size("dilation_rate"),
                                        .layers = call.Size("n_layers"),
                                        .gin = call.Size("gin_channels", 0)});
  const Array spec = call.Input("x"), lengths = call.Input("x_lengths"), noise = call.Noise(0);
  RequireRank(spec, 3, "x");
  RequireRank(lengths, 1, "x_lengths");
  const size_t count = spec.shape[0], time = spec.shape[2];
  Batch z({count, inter, time}, Batch::Rest::kZero), mean = z, logs = z;
  for (size_t b = 0; b < count; ++b) {
    const auto length = static_cast<size_t>(lengths.values.at(b));
    const std::vector<float> speaker =
        call.Has("g") ? ItemColumn(call.Input("g"), b) : std::vector<float>();
    Matrix item_mean(length, inter), item_logs(length, inter), item_z = ItemRows(noise, b, length);
    encoder.Encode(ItemRows(spec, b, length), speaker, item_mean, item_logs, call.context());
    vits::SamplePrior(item_mean, item_logs, item_z, 1.0f, item_z);
    z.Put(b, item_z);
    mean.Put(b, item_mean);
    logs.Put(b, item_logs);
  }
  call.Compare(0, z);
  call.Compare(1, mean);
  call.Compare(2, logs);
}

void CheckGenerator(const ModuleCall& call) {
  const vits::Decoder decoder(call.weights(), ShapeOfDecoder(call), call.context().pool);
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    // Chunks of a few frames: what one chunk leaves to the next is checked too.
    constexpr size_t kChunkFrames = 5;
    std::vector<float> audio;
    decoder.Decode(
        item.x, item.speaker, kChunkFrames,
        [&](std::span<const float> samples) {
          audio.insert(audio.end(), samples.begin(), samples.end());
        },
        call.context());
    return ToColumn(audio);
  });
}

void CheckReferenceEncoder(const ModuleCall& call) {
  const size_t gin = call.Size("gin_channels", 0);
  const vits::ReferenceEncoder encoder(call.weights(), call.Size("spec_channels"), gin);
  const Array spec = call.Input("inputs");
  RequireRank(spec, 3, "inputs");
  const size_t count = spec.shape[0], frames = spec.shape[1], bins = spec.shape[2];
  Array speakers{.shape = {count, gin}, .values = {}};
  for (size_t b = 0; b < count; ++b) {
    Matrix rows(frames, bins);
    for (size_t t = 0; t < frames; ++t)
      for (size_t f = 0; f < bins; ++f)
        rows(t, f) = static_cast<float>(spec.values[(b * frames + t) * bins + f]);
    std::vector<float> speaker(gin);
    encoder.Encode(rows, speaker, call.context());
    speakers.values.insert(speakers.values.end(), speaker.begin(), speaker.end());
  }
  call.Compare(0, Batch(std::move(speakers)));
}

}  // namespace bv2::check
