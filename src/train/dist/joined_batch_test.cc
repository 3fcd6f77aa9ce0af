// Processes that share a batch learn what one process would learn from all of it.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <thread>
#include <vector>

#include "tests/support/test_support.h"
#include "train/dist/gradient_buckets.h"
#include "train/dist/launch.h"
#include "train/dist/process_group.h"
#include "train/step.h"

namespace bv2::train {
namespace {

constexpr int kRanks = 2;
constexpr int kSteps = 3;

// Keeps what is drawn.
class KeptNoise : public Noise {
 public:
  Tensor NormalLike(const Tensor& x) override { return Keep(Noise::NormalLike(x)); }
  Tensor Uniform(int64_t count, const torch::TensorOptions& options) override {
    return Keep(Noise::Uniform(count, options));
  }
  std::vector<Tensor> draws;

 private:
  Tensor Keep(const Tensor& draw) { return draws.emplace_back(draw); }
};

// The rank's utterances of a batch of all.
Tensor Share(const Tensor& x, int rank) {
  const int64_t count = x.size(0) / kRanks;
  return x.narrow(0, rank * count, count).contiguous();
}

Batch Share(const Batch& batch, int rank) {
  const auto share = [rank](const Tensor& x) { return Share(x, rank); };
  return {.text = {.x = share(batch.text.x),
                   .lengths = share(batch.text.lengths),
                   .tone = share(batch.text.tone),
                   .language = share(batch.text.language),
                   .bert = share(batch.text.bert),
                   .ja_bert = share(batch.text.ja_bert)},
          .spec = share(batch.spec),
          .spec_lengths = share(batch.spec_lengths),
          .wav = share(batch.wav),
          .wav_lengths = share(batch.wav_lengths),
          .speaker = share(batch.speaker)};
}

Batch RandomBatch(const model::Config& config, const std::vector<int64_t>& frames,
                  const std::vector<int64_t>& phones) {
  const auto count = static_cast<int64_t>(frames.size());
  const auto hop = static_cast<int64_t>(config.data.hop_length);
  const int64_t longest = *std::ranges::max_element(frames),
                most = *std::ranges::max_element(phones);
  const auto ids = [&](int64_t below) {
    return torch::randint(below, {count, most}, torch::kLong);
  };
  return {.text = {.x = ids(112),
                   .lengths = torch::tensor(phones),
                   .tone = ids(11),
                   .language = ids(3),
                   .bert = torch::randn({count, 1024, most}),
                   .ja_bert = torch::randn({count, 768, most})},
          .spec = torch::rand({count, static_cast<int64_t>(config.data.spec_channels()), longest}),
          .spec_lengths = torch::tensor(frames),
          .wav = torch::rand({count, 1, longest * hop}) - 0.5,
          .wav_lengths = torch::tensor(frames) * hop,
          .speaker = torch::randint(3, {count}, torch::kLong)};
}

// What is compared of a run: gradients of the first step by optimizer, losses of every step and the
// weights at the end.
struct Course {
  std::vector<std::vector<Tensor>> gradients;
  std::vector<std::vector<double>> losses;
  std::vector<Tensor> weights;
};

class JoinedBatch : public testing::Test {
 protected:
  JoinedBatch() {
    // Its noise is a share of the deviation of all scores of a batch, which depends on who is in
    // it.
    config_.model.use_noise_scaled_mas = false;
    config_.train.discriminator_width = 1.0 / 16;
  }

  TrainingStep MakeStep(DurationGan gan) const {
    torch::manual_seed(5);
    TrainingStep step(config_, gan, MakeNetworks(config_, gan));
    // Dropout's draws would differ.
    step.networks().generator->eval();
    if (step.networks().durations) step.networks().durations->eval();
    return step;
  }

  static void Take(TrainingStep& step, const Batch& batch, Noise& noise, Course& course) {
    const ThreadPool pool(1);
    const auto index = static_cast<int64_t>(course.losses.size());
    const StepLosses losses = step.Run(batch, index, noise, pool).losses;
    course.losses.push_back({});
    for (const Tensor& loss :
         {losses.disc, losses.gen, losses.fm, losses.mel, losses.dur, losses.kl})
      course.losses.back().push_back(loss.item<double>());
    if (index > 0) return;
    for (AdamW* optimizer : step.optimizers()) {
      course.gradients.emplace_back();
      for (const Tensor& parameter : optimizer->parameters())
        course.gradients.back().push_back(parameter.grad().defined() ? parameter.grad().clone()
                                                                     : Tensor());
    }
  }

  static void Finish(TrainingStep& step, Course& course) {
    for (AdamW* optimizer : step.optimizers())
      for (const Tensor& parameter : optimizer->parameters())
        course.weights.push_back(parameter.detach().clone());
  }

  Course Together(DurationGan gan, const Batch& batch, std::vector<Tensor>& draws) const {
    TrainingStep step = MakeStep(gan);
    KeptNoise noise;
    Course course;
    for (int i = 0; i < kSteps; ++i) Take(step, batch, noise, course);
    Finish(step, course);
    draws = noise.draws;
    return course;
  }

  // Ranks as threads; gloo between them is the real one. The networks are made one after the other,
  // as all draw from torch's one generator.
  std::vector<Course> Apart(DurationGan gan, const Batch& batch,
                            const std::vector<Tensor>& draws) const {
    std::vector<std::unique_ptr<TrainingStep>> steps;
    for (int rank = 0; rank < kRanks; ++rank)
      steps.push_back(std::make_unique<TrainingStep>(MakeStep(gan)));
    const int port = FreePort();
    std::vector<Course> courses(kRanks);
    std::vector<std::thread> threads;
    for (int rank = 0; rank < kRanks; ++rank)
      threads.emplace_back([&, rank] {
        const auto group = ProcessGroup::Join({.rank = rank,
                                               .size = kRanks,
                                               .local_rank = rank,
                                               .master_address = "127.0.0.1",
                                               .master_port = port},
                                              torch::kCPU);
        const auto at = static_cast<size_t>(rank);
        Run(*steps[at], *group, Share(batch, rank), draws, courses[at]);
        group->Barrier();
      });
    for (std::thread& thread : threads) thread.join();
    return courses;
  }

  static void Run(TrainingStep& step, ProcessGroup& group, const Batch& batch,
                  const std::vector<Tensor>& draws, Course& course) {
    std::vector<std::unique_ptr<GradientBuckets>> buckets;
    for (AdamW* optimizer : step.optimizers())
      buckets.push_back(std::make_unique<GradientBuckets>(group, optimizer->parameters()));
    step.set_exchange({.begin = [&](size_t number) { buckets[number]->Begin(); },
                       .finish = [&](size_t number) { buckets[number]->Finish(); }});
    std::vector<Tensor> own;
    for (const Tensor& draw : draws) own.push_back(Share(draw, group.world().rank));
    RecordedNoise noise(own);
    for (int i = 0; i < kSteps; ++i) Take(step, batch, noise, course);
    Finish(step, course);
    step.set_exchange({});
  }

  // ‖a − factor · b‖ / ‖b‖ over all gradients of an optimizer.
  static double Difference(const std::vector<Tensor>& a, const std::vector<Tensor>& b,
                           double factor = 1) {
    double square = 0, norm = 0;
    for (size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].defined(), b[i].defined()) << i;
      if (!a[i].defined()) continue;
      square += (a[i] - factor * b[i]).square().sum().item<double>();
      norm += b[i].square().sum().item<double>();
    }
    return std::sqrt(square / norm);
  }

  model::Config config_ = model::Config::Read(test::TestData("golden/models/b16/config.json"));
};

// Halves of a batch with as many frames and phones each: then means over all are means of means.
TEST_F(JoinedBatch, OfEqualHalvesIsLearntTheSame) {
  torch::manual_seed(1);
  const Batch batch = RandomBatch(config_, {24, 20, 24, 20}, {7, 5, 7, 5});
  std::vector<Tensor> draws;
  const Course together = Together(DurationGan::kOff, batch, draws);
  const std::vector<Course> apart = Apart(DurationGan::kOff, batch, draws);
  for (size_t optimizer = 0; optimizer < together.gradients.size(); ++optimizer)
    EXPECT_LT(Difference(apart[0].gradients[optimizer], together.gradients[optimizer]), 1e-4);
  for (size_t step = 0; step < kSteps; ++step)
    for (size_t loss = 0; loss < together.losses[step].size(); ++loss) {
      const double mean = (apart[0].losses[step][loss] + apart[1].losses[step][loss]) / kRanks;
      EXPECT_NEAR(mean / together.losses[step][loss], 1, step == 0 ? 1e-5 : 1e-3)
          << "loss " << loss << " of step " << step;
    }
  for (size_t i = 0; i < apart[0].weights.size(); ++i)
    ASSERT_TRUE(torch::equal(apart[0].weights[i], apart[1].weights[i])) << i;
}

// The duration discriminator's loss is a sum over the utterances, as in the original: each of two
// processes has half of it, and so has their mean. AdamW hardly sees the difference.
TEST_F(JoinedBatch, ScalesTheDurationDiscriminator) {
  torch::manual_seed(1);
  const Batch batch = RandomBatch(config_, {24, 20, 24, 20}, {7, 5, 7, 5});
  std::vector<Tensor> draws;
  const Course together = Together(DurationGan::kOriginal, batch, draws);
  const std::vector<Course> apart = Apart(DurationGan::kOriginal, batch, draws);
  EXPECT_LT(Difference(apart[0].gradients[2], together.gradients[2], 0.5), 1e-4);
  for (size_t i = 0; i < apart[0].weights.size(); ++i)
    ASSERT_TRUE(torch::equal(apart[0].weights[i], apart[1].weights[i])) << i;
}

// Where one half has more frames or phones than the other, each of its frames counts for less than
// in one process, as in the original: divergence and durations are means over those of a process.
TEST_F(JoinedBatch, OfUnequalHalvesIsLearntAlmostTheSame) {
  torch::manual_seed(1);
  const Batch batch = RandomBatch(config_, {24, 22, 24, 17}, {7, 6, 7, 4});
  std::vector<Tensor> draws;
  const Course together = Together(DurationGan::kOff, batch, draws);
  const std::vector<Course> apart = Apart(DurationGan::kOff, batch, draws);
  const double generator = Difference(apart[0].gradients[0], together.gradients[0]);
  EXPECT_GT(generator, 1e-3);
  EXPECT_LT(generator, 0.2);
  EXPECT_LT(Difference(apart[0].gradients[1], together.gradients[1]), 1e-4);  // no such means
  for (size_t i = 0; i < apart[0].weights.size(); ++i)
    ASSERT_TRUE(torch::equal(apart[0].weights[i], apart[1].weights[i])) << i;
}

}  // namespace
}  // namespace bv2::train
