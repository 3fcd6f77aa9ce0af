#include "train/dist/gradient_buckets.h"

#include <torch/csrc/autograd/utils/lambda_post_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <ranges>
#include <utility>

namespace bv2::train {
namespace {

// Several gradients of one type and device in one stretch of memory.
struct Bucket {
  torch::Tensor flat;
  size_t missing = 0;  // gradients that are still to come
  std::unique_ptr<PendingSum> sum;
};

struct Slot {
  torch::Tensor parameter;
  size_t bucket = 0;
  torch::Tensor place = {};  // its part of the bucket, in its own shape
  bool ready = false;
  std::shared_ptr<torch::autograd::Node> accumulator = {};  // kept alive, or its hook is forgotten
};

bool SameKind(const torch::Tensor& a, const torch::Tensor& b) {
  return a.scalar_type() == b.scalar_type() && a.device() == b.device();
}

}  // namespace

struct GradientBuckets::State {
  ProcessGroup& group;
  std::vector<Slot> slots;
  std::vector<Bucket> buckets;
  // One number a parameter: how many processes had a gradient for it.
  torch::Tensor users;
  std::mutex mutex;  // backward may run on several threads
  bool gathering = false;
  size_t launched = 0;  // buckets 0 … launched - 1 are on their way; the order is everyone's

  explicit State(ProcessGroup& the_group) : group(the_group) {}

  void Fill(const std::vector<torch::Tensor>& parameters, size_t bucket_bytes) {
    std::vector<int64_t> sizes;
    size_t bytes = bucket_bytes;
    for (const torch::Tensor& parameter : std::views::reverse(parameters)) {
      if (!parameter.requires_grad()) continue;
      if (slots.empty() || bytes >= bucket_bytes || !SameKind(slots.back().parameter, parameter)) {
        sizes.push_back(0);
        bytes = 0;
      }
      sizes.back() += parameter.numel();
      bytes += parameter.nbytes();
      slots.push_back({.parameter = parameter, .bucket = sizes.size() - 1});
    }
    buckets.resize(sizes.size());
    std::vector<int64_t> used(sizes.size(), 0);
    for (Slot& slot : slots) {
      Bucket& bucket = buckets[slot.bucket];
      if (!bucket.flat.defined()) {
        bucket.flat =
            torch::zeros({sizes[slot.bucket]}, slot.parameter.options().requires_grad(false));
      }
      const int64_t count = slot.parameter.numel();
      slot.place =
          bucket.flat.narrow(0, std::exchange(used[slot.bucket], used[slot.bucket] + count), count)
              .view(slot.parameter.sizes());
    }
    if (slots.empty()) return;
    users =
        torch::zeros({static_cast<int64_t>(slots.size())},
                     slots.front().parameter.options().dtype(torch::kFloat32).requires_grad(false));
  }

  void Begin() {
    const std::lock_guard lock(mutex);
    for (Bucket& bucket : buckets) bucket.missing = 0;
    for (Slot& slot : slots) {
      slot.ready = false;
      ++buckets[slot.bucket].missing;
    }
    launched = 0;
    gathering = true;
  }

  // Called by backward when a parameter's gradient is complete.
  void Ready(size_t index) {
    const std::lock_guard lock(mutex);
    Slot& slot = slots[index];
    if (!gathering || slot.ready) return;
    const torch::NoGradGuard no_grad;
    slot.place.copy_(slot.parameter.grad());
    slot.ready = true;
    --buckets[slot.bucket].missing;
    LaunchFull();
  }

  void LaunchFull() {
    for (; launched < buckets.size() && buckets[launched].missing == 0; ++launched)
      buckets[launched].sum = group.StartSum(buckets[launched].flat);
  }

  void Finish() {
    const std::lock_guard lock(mutex);
    const torch::NoGradGuard no_grad;
    gathering = false;
    if (slots.empty()) return;
    std::vector<float> used(slots.size());
    for (size_t i = 0; i < slots.size(); ++i) {
      used[i] = slots[i].ready ? 1.0f : 0.0f;
      if (!slots[i].ready) slots[i].place.zero_();
    }
    for (Bucket& bucket : buckets) bucket.missing = 0;
    LaunchFull();
    users.copy_(torch::from_blob(used.data(), {static_cast<int64_t>(used.size())}));
    const std::unique_ptr<PendingSum> users_sum = group.StartSum(users);
    for (Bucket& bucket : buckets) {
      bucket.sum->Wait();
      bucket.sum.reset();
      bucket.flat.div_(group.world().size);
    }
    users_sum->Wait();
    const torch::Tensor count = users.cpu();
    for (size_t i = 0; i < slots.size(); ++i)
      if (count.data_ptr<float>()[i] > 0) Store(slots[i]);
  }

  static void Store(Slot& slot) {
    torch::Tensor& gradient = slot.parameter.mutable_grad();
    if (gradient.defined()) {
      gradient.copy_(slot.place);
    } else {
      gradient = slot.place.clone();
    }
  }
};

GradientBuckets::GradientBuckets(ProcessGroup& group, const std::vector<torch::Tensor>& parameters,
                                 size_t bucket_bytes)
    : state_(std::make_shared<State>(group)) {
  state_->Fill(parameters, bucket_bytes);
  for (size_t i = 0; i < state_->slots.size(); ++i) {
    Slot& slot = state_->slots[i];
    slot.accumulator = torch::autograd::impl::grad_accumulator(slot.parameter);
    using torch::autograd::variable_list;
    slot.accumulator->add_post_hook(std::make_unique<torch::autograd::utils::LambdaPostHook>(
        [i, weak = std::weak_ptr(state_)](const variable_list& outputs, const variable_list&) {
          if (const auto state = weak.lock()) state->Ready(i);
          return outputs;
        }));
  }
}

GradientBuckets::~GradientBuckets() = default;

void GradientBuckets::Begin() { state_->Begin(); }
void GradientBuckets::Finish() { state_->Finish(); }

}  // namespace bv2::train
