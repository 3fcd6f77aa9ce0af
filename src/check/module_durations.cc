#include <algorithm>

#include "base/check.h"
#include "check/module_checks.h"
#include "check/outcome.h"
#include "kernels/elementwise.h"
#include "vits/durations.h"
#include "vits/path.h"

namespace bv2::check {
namespace {

// Parameter g of one item, where it is a tensor along time; empty without one.
Matrix Condition(const ModuleCall& call, const ItemInput& item) {
  if (!call.Has("g")) return {};
  return ItemRows(call.Input("g"), item.index, item.x.rows());
}

}  // namespace

void CheckDdsConv(const ModuleCall& call) {
  const vits::DdsConv convs(call.weights(), call.Size("channels"), call.Size("kernel_size"),
                            call.Size("n_layers"));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    if (call.Has("g")) kernels::AddScaled(Condition(call, item), 1.0f, item.x);
    convs.Forward(item.x, call.context());
    return std::move(item.x);
  });
}

void CheckConvFlow(const ModuleCall& call) {
  if (call.Size("in_channels") != 2) throw Skipped{"every voice has two channels here"};
  const vits::ConvFlowShape shape{.filter = call.Size("filter_channels"),
                                  .taps = call.Size("kernel_size"),
                                  .layers = call.Size("n_layers"),
                                  .bins = call.Size("num_bins", 10),
                                  .tail_bound = call.Option("tail_bound", 5.0f)};
  const vits::ConvFlow flow(call.weights(), shape);
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    flow.Reverse(item.x, Condition(call, item), call.context());
    return std::move(item.x);
  });
}

void CheckElementwiseAffine(const ModuleCall& call) {
  const vits::ElementwiseAffine affine(call.weights(), call.Size("channels"));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    affine.Reverse(item.x);
    return std::move(item.x);
  });
}

void CheckStochasticDurations(const ModuleCall& call) {
  const vits::StochasticDurationPredictor durations(call.weights(), call.Size("in_channels"),
                                                    call.Size("gin_channels", 0),
                                                    call.Size("kernel_size"));
  const Array noise = call.Noise(0);
  const auto scale = static_cast<float>(call.Number("noise_scale", 1.0));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    Matrix z = ItemRows(noise, item.index, item.x.rows());
    kernels::Scale(scale, z);
    std::vector<float> logw(item.x.rows());
    durations.Predict(item.x, item.speaker, z, logw, call.context());
    return ToColumn(logw);
  });
}

void CheckDurations(const ModuleCall& call) {
  const vits::DurationPredictor durations(call.weights(), call.Size("in_channels"),
                                          call.Size("filter_channels"),
                                          call.Size("gin_channels", 0), call.Size("kernel_size"));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    std::vector<float> logw(item.x.rows());
    durations.Predict(item.x, item.speaker, logw, call.context());
    return ToColumn(logw);
  });
}

// The path is what expanding the identity gives: row y says which phone frame y belongs to.
void CheckGeneratePath(const ModuleCall& call) {
  const Array duration = call.Input("duration"), mask = call.Input("mask");
  RequireRank(duration, 3, "duration");
  RequireRank(mask, 4, "mask");
  const size_t count = mask.shape[0], frames = mask.shape[2], phones = mask.shape[3];
  BV2_CHECK(duration.shape == (std::vector<size_t>{count, 1, phones}),
            "durations of shape {} for a mask of shape {}", model::ShapeText(duration.shape),
            model::ShapeText(mask.shape));
  Array path{.shape = mask.shape, .values = std::vector<double>(mask.values.size())};
  for (size_t b = 0; b < count; ++b) {
    std::vector<int> durations;
    size_t left = frames;
    for (size_t t = 0; t < phones; ++t) {
      const auto wanted = static_cast<size_t>(std::max(0.0, duration.values[b * phones + t]));
      durations.push_back(static_cast<int>(std::min(wanted, left)));
      left -= static_cast<size_t>(durations.back());
    }
    const Matrix rows = PathRows(durations, frames);
    for (size_t y = 0; y < frames; ++y)
      for (size_t t = 0; t < phones; ++t) {
        const size_t index = (b * frames + y) * phones + t;
        path.values[index] = mask.values[index] * double{rows(y, t)};
      }
  }
  call.Compare(0, Batch(std::move(path)));
}

}  // namespace bv2::check
