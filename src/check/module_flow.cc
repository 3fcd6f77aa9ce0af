#include <algorithm>

#include "check/module_checks.h"
#include "check/outcome.h"
#include "vits/flip.h"
#include "vits/flow.h"

namespace bv2::check {
namespace {

vits::WaveNetShape ShapeOfWaveNet(const ModuleCall& call) {
  return {.hidden = call.Size("hidden_channels"),
          .taps = call.Size("kernel_size"),
          .dilation_rate = call.Size("dilation_rate"),
          .layers = call.Size("n_layers"),
          .gin = call.Size("gin_channels", 0)};
}

// A coupling passes half of the channels on as they are, padding included; nothing reads it there.
void CheckLayer(const ModuleCall& call, vits::CouplingLayer::Network network) {
  const vits::CouplingLayer layer(call.weights(), call.Size("channels"),
                                  call.Size("hidden_channels"), std::move(network));
  CheckItems(call, Batch::Rest::kIgnored, [&](ItemInput& item) {
    if (call.Flag("reverse"))
      layer.Reverse(item.x, item.speaker, call.context());
    else
      layer.Forward(item.x, item.speaker, call.context());
    return std::move(item.x);
  });
}

void CheckBlock(const ModuleCall& call, const vits::FlowShape& shape) {
  const vits::Flow flow(call.weights(), shape, call.context().pool);
  CheckItems(call, Batch::Rest::kIgnored, [&](ItemInput& item) {
    if (call.Flag("reverse"))
      flow.Reverse(item.x, item.speaker, call.context());
    else
      flow.Forward(item.x, item.speaker, call.context());
    return std::move(item.x);
  });
}

// The first row that padding reaches through layers of dilated convolutions; SIZE_MAX if the
// padding of the item is zero, as a voice has it.
size_t FirstReached(const Array& x, size_t item, size_t length, const vits::WaveNetShape& shape) {
  const Matrix padded = ItemRows(x, item, x.shape[2]);
  bool zero = true;
  for (size_t t = length; t < padded.rows(); ++t)
    zero = zero && std::ranges::all_of(padded.view()[t], [](float value) { return value == 0; });
  if (zero) return SIZE_MAX;
  size_t reach = 0, dilation = 1;
  for (size_t i = 0; i < shape.layers; ++i, dilation *= shape.dilation_rate)
    reach += (shape.taps - 1) / 2 * dilation;
  return length - std::min(length, reach);
}

}  // namespace

void CheckFlip(const ModuleCall& call) {
  CheckItems(call, Batch::Rest::kIgnored, [](ItemInput& item) {
    vits::FlipChannels(item.x);
    return std::move(item.x);
  });
}

void CheckWaveNet(const ModuleCall& call) {
  const vits::WaveNetShape shape = ShapeOfWaveNet(call);
  const vits::WaveNet network(call.weights(), shape);
  const Array x = call.Input("x");
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    item.comparable = FirstReached(x, item.index, item.x.rows(), shape);
    Matrix y(item.x.rows(), item.x.cols());
    network.Forward(item.x, item.speaker, y, call.context());
    return y;
  });
}

void CheckResidualLayer(const ModuleCall& call) {
  CheckLayer(call, vits::WaveNet(call.weights().Scope("enc"), ShapeOfWaveNet(call)));
}

void CheckTransformerLayer(const ModuleCall& call) {
  call.RefuseOption("wn_sharing_parameter");
  CheckLayer(call,
             vits::Encoder(call.weights().Scope("enc"), ShapeOfEncoder(call), call.context().pool));
}

void CheckResidualBlock(const ModuleCall& call) {
  CheckBlock(call, {.channels = call.Size("channels"),
                    .wavenet = ShapeOfWaveNet(call),
                    .transformer = false,
                    .couplings = call.Size("n_flows", 4)});
}

void CheckTransformerBlock(const ModuleCall& call) {
  call.RefuseOption("share_parameter");
  CheckBlock(call, {.channels = call.Size("channels"),
                    .encoder = ShapeOfEncoder(call),
                    .transformer = true,
                    .couplings = call.Size("n_flows", 4)});
}

}  // namespace bv2::check
