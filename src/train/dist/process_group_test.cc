#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "tests/support/test_support.h"
#include "train/dist/gradient_buckets.h"
#include "train/dist/heartbeat.h"
#include "train/dist/launch.h"
#include "train/dist/process_group.h"
#include "train/dist/store.h"

namespace bv2::train {
namespace {

// Ranks as threads of this process; gloo and the store between them are the real ones.
void RunWorld(int size, const std::function<void(const World&)>& run) {
  const int port = FreePort();
  std::vector<std::thread> threads;
  for (int rank = 0; rank < size; ++rank) {
    threads.emplace_back([=, &run] {
      run({.rank = rank,
           .size = size,
           .local_rank = rank,
           .master_address = "127.0.0.1",
           .master_port = port});
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ProcessGroup, SumsAndBroadcasts) {
  RunWorld(3, [](const World& world) {
    const auto group = ProcessGroup::Join(world, torch::kCPU);
    const torch::Tensor sum = torch::full({1000}, static_cast<float>(world.rank + 1));
    group->Sum(sum);
    EXPECT_TRUE(sum.eq(6).all().item<bool>());
    const torch::Tensor copy = torch::full({5}, static_cast<float>(world.rank + 7));
    group->Broadcast(copy);
    EXPECT_TRUE(copy.eq(7).all().item<bool>());
    group->Barrier();
  });
}

TEST(ProcessGroup, SumsAreTheSameToTheLastBitEverywhere) {
  std::vector<torch::Tensor> sums(3);
  RunWorld(3, [&](const World& world) {
    const auto group = ProcessGroup::Join(world, torch::kCPU);
    auto generator = at::detail::createCPUGenerator(static_cast<uint64_t>(world.rank));
    const torch::Tensor sum = torch::randn({12345}, generator);
    group->Sum(sum);
    sums[static_cast<size_t>(world.rank)] = sum;
    group->Barrier();
  });
  EXPECT_TRUE(torch::equal(sums[0], sums[1]));
  EXPECT_TRUE(torch::equal(sums[0], sums[2]));
}

// Three parameters of 100 numbers, of which one serves only some ranks and one nobody.
struct Model {
  std::vector<torch::Tensor> parameters;
  Model() {
    for (int i = 0; i < 4; ++i)
      parameters.push_back(torch::linspace(0, static_cast<double>(i + 1), 100).requires_grad_());
  }
  torch::Tensor Loss(int rank) const {
    torch::Tensor loss = (parameters[0] * parameters[1]).sum() * (rank + 1);
    if (rank == 0) loss = loss + parameters[2].square().sum();
    return loss;
  }
};

TEST(GradientBuckets, GradientsAreTheMeanOfAllRanks) {
  for (const size_t bucket_bytes : {size_t{1}, size_t{500}, size_t{1} << 20}) {
    RunWorld(2, [&](const World& world) {
      const auto group = ProcessGroup::Join(world, torch::kCPU);
      Model model;
      GradientBuckets buckets(*group, model.parameters, bucket_bytes);
      for (int step = 0; step < 3; ++step) {
        for (torch::Tensor& parameter : model.parameters) parameter.mutable_grad().reset();
        buckets.Begin();
        model.Loss(world.rank).backward();
        buckets.Finish();
      }
      const auto& p = model.parameters;
      EXPECT_TRUE(torch::allclose(p[0].grad(), p[1].detach() * 1.5));
      EXPECT_TRUE(torch::allclose(p[1].grad(), p[0].detach() * 1.5));
      EXPECT_TRUE(torch::allclose(p[2].grad(), p[2].detach()));  // 2 p of one rank, halved
      EXPECT_FALSE(p[3].grad().defined());
      group->Barrier();
    });
  }
}

TEST(GradientBuckets, PassesOutsideItStayLocal) {
  RunWorld(2, [](const World& world) {
    const auto group = ProcessGroup::Join(world, torch::kCPU);
    Model model;
    GradientBuckets buckets(*group, model.parameters);
    model.Loss(world.rank).backward();
    EXPECT_TRUE(torch::allclose(model.parameters[0].grad(),
                                model.parameters[1].detach() * (world.rank + 1)));
    group->Barrier();
  });
}

Heartbeat::Options Fast(std::function<void(const std::string&)> lost) {
  return {.interval = std::chrono::milliseconds(20),
          .limit = std::chrono::milliseconds(1000),
          .lost = std::move(lost)};
}

TEST(Heartbeat, NoAlarmAmongTheLiving) {
  std::atomic<int> alarms = 0;
  RunWorld(3, [&](const World& world) {
    const auto group = ProcessGroup::Join(world, torch::kCPU);
    const Heartbeat heartbeat(world, Fast([&](const std::string&) { ++alarms; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(100 * (world.rank + 1)));
    group->Barrier();
  });
  EXPECT_EQ(alarms, 0);
}

TEST(Heartbeat, NamesTheRankThatFellSilent) {
  std::vector<std::string> alarms(2);
  RunWorld(3, [&](const World& world) {
    const auto group = ProcessGroup::Join(world, torch::kCPU);
    if (world.rank == 2) {
      const std::string name = "the silent one";
      ConnectStore(world, false)->set("name/2", std::vector<uint8_t>(name.begin(), name.end()));
      std::this_thread::sleep_for(std::chrono::seconds(4));
      return;
    }
    std::string& alarm = alarms[static_cast<size_t>(world.rank)];
    const Heartbeat heartbeat(world, Fast([&](const std::string& what) { alarm = what; }));
    std::this_thread::sleep_for(std::chrono::seconds(3));
  });
  for (const std::string& alarm : alarms)
    EXPECT_NE(alarm.find("rank 2 (the silent one) has not been heard of"), std::string::npos)
        << alarm;
}

}  // namespace
}  // namespace bv2::train
