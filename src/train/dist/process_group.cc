#include "train/dist/process_group.h"

#include <chrono>
#include <cstdlib>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include "base/error.h"
#include "train/dist/own_address.h"
#include "train/dist/store.h"

namespace bv2::train {
namespace {

// Longer than any pause of a healthy rank (an evaluation, a checkpoint on a slow disk).
constexpr std::chrono::minutes kAnswerLimit{30};

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

// Runs `work`; its failure is the loss of a process.
template <typename Work>
void Communicate(const World& world, const Work& work) {
  try {
    work();
  } catch (const std::exception& error) {
    Fail(ErrorCode::kIo, "rank {} of {} lost contact with the other processes: {}", world.rank,
         world.size, error.what());
  }
}

class BackendSum : public PendingSum {
 public:
  BackendSum(const World& world, c10::intrusive_ptr<c10d::Work> work)
      : world_(world), work_(std::move(work)) {}
  void Wait() override {
    Communicate(world_, [&] { work_->wait(); });
  }

 private:
  const World& world_;
  c10::intrusive_ptr<c10d::Work> work_;
};

class BackendGroup : public ProcessGroup {
 public:
  BackendGroup(const World& world, c10::intrusive_ptr<Backend> backend)
      : ProcessGroup(world), backend_(std::move(backend)) {}

  void Broadcast(torch::Tensor tensor) override {
    std::vector<torch::Tensor> tensors{std::move(tensor)};
    Communicate(world(), [&] { backend_->broadcast(tensors)->wait(); });
  }

  std::unique_ptr<PendingSum> StartSum(torch::Tensor tensor) override {
    std::vector<torch::Tensor> tensors{std::move(tensor)};
    c10::intrusive_ptr<c10d::Work> work;
    Communicate(world(), [&] { work = backend_->allreduce(tensors); });
    return std::make_unique<BackendSum>(world(), std::move(work));
  }

  void Barrier() override {
    Communicate(world(), [&] { backend_->barrier()->wait(); });
  }

 private:
  c10::intrusive_ptr<Backend> backend_;
};

#ifdef USE_C10D_GLOO
// The network that gloo uses: the one named by GLOO_SOCKET_IFNAME, as everywhere, else that of rank
// 0. The host's name, which gloo itself goes by, often stands for a loopback address.
auto GlooDevice(const World& world) {
  using Gloo = c10d::ProcessGroupGloo;
  const char* const interface = std::getenv("GLOO_SOCKET_IFNAME");
  if (interface != nullptr && *interface != '\0') return Gloo::createDeviceForInterface(interface);
  const std::string own = OwnAddressTowards(world.master_address, world.master_port);
  const bool one_host = world.local_size == world.size || IsLoopback(world.master_address) ||
                        world.master_address == "localhost";
  if (own.empty() || (IsLoopback(own) && !one_host)) return Gloo::createDefaultDevice();
  return Gloo::createDeviceForHostname(own);
}

c10::intrusive_ptr<Backend> Gloo(const World& world, c10::intrusive_ptr<c10d::Store> store) {
  auto options = c10d::ProcessGroupGloo::Options::create(kAnswerLimit);
  options->devices.push_back(GlooDevice(world));
  return c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(store), world.rank, world.size,
                                                     std::move(options));
}
#else
c10::intrusive_ptr<Backend> Gloo(const World&, c10::intrusive_ptr<c10d::Store>) {
  Fail(ErrorCode::kUnsupported,
       "this build cannot train with several processes on CPUs: gloo's headers were not found "
       "when it was built (package libgloo-dev)");
}
#endif

#ifdef USE_C10D_NCCL
c10::intrusive_ptr<Backend> Nccl(const World& world, c10::intrusive_ptr<c10d::Store> store) {
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = kAnswerLimit;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(std::move(store), world.rank, world.size,
                                                     std::move(options));
}
#else
c10::intrusive_ptr<Backend> Nccl(const World&, c10::intrusive_ptr<c10d::Store>) {
  Fail(ErrorCode::kUnsupported,
       "this build cannot train with several processes on GPUs: nccl.h was not found when it was "
       "built");
}
#endif

}  // namespace

std::unique_ptr<ProcessGroup> ProcessGroup::Join(const World& world, const torch::Device& device) {
  const auto store =
      c10::make_intrusive<c10d::PrefixStore>("group", ConnectStore(world, world.leads()));
  c10::intrusive_ptr<Backend> backend;
  try {
    backend = device.is_cuda() ? Nccl(world, store) : Gloo(world, store);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    Fail(ErrorCode::kIo, "rank {} of {} cannot join the others: {}", world.rank, world.size,
         error.what());
  }
  return std::make_unique<BackendGroup>(world, std::move(backend));
}

}  // namespace bv2::train
