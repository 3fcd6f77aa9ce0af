#include "server/job.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>

#include "server/errors.h"
#include "tests/support/test_support.h"

namespace bv2::server {
namespace {

using testing::HasSubstr;

std::shared_ptr<const LoadedVoice> Voice() {
  static const auto voice = std::make_shared<const LoadedVoice>(
      "noise#0",
      VoiceFiles{.name = "noise",
                 .model = test::TestData("voices/noise/model.safetensors"),
                 .config = test::TestData("voices/noise/config.json")},
      std::make_shared<const synth::Backbone>(synth::BackboneFiles{.data = test::ProductData("")},
                                              2));
  return voice;
}

// Speaks for a while: some 40 s of audio.
Job::Order LongOrder() {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "今天天气真好我们出去走走吧。";
  return {.casting = {Voice(), ""},
          .say = {.text = text, .length_scale = 5, .seed = 1},
          .arrival = Clock::now(),
          .deadline = Clock::now() + std::chrono::hours(1)};
}

class JobTest : public testing::Test {
 protected:
  std::unique_ptr<Job> Begin(Job::Order order) {
    return std::make_unique<Job>(std::move(order), queue_, *queue_.Enter(), metrics_);
  }
  static int StatusOf(AudioSource& source) {
    try {
      while (source.Next()) {
      }
    } catch (const HttpError& error) {
      return error.status();
    }
    return 200;
  }

  JobQueue queue_{4, 2};
  Metrics metrics_;
};

TEST_F(JobTest, GivesWhatTheVoiceSays) {
  Job::Order order = LongOrder();
  order.say = {.text = "你好，世界", .seed = 1};
  std::vector<float> expected, spoken;
  Voice()->synthesizer.Synthesize(order.say, [&](std::span<const float> samples) {
    expected.insert(expected.end(), samples.begin(), samples.end());
  });
  const auto job = Begin(order);
  size_t pieces = 0;
  while (const auto chunk = job->Next()) {
    spoken.insert(spoken.end(), chunk->samples.begin(), chunk->samples.end());
    pieces += chunk->pieces.size();
  }
  EXPECT_EQ(spoken, expected);
  EXPECT_EQ(pieces, 1u);
  EXPECT_EQ(queue_.admitted(), 0u) << "its place is free when its end is known";
}

TEST_F(JobTest, IsGivenUpAfterItsDeadline) {
  Job::Order order = LongOrder();
  order.deadline = Clock::now() + std::chrono::milliseconds(50);
  const auto job = Begin(order);
  EXPECT_EQ(StatusOf(*job), 504);
  EXPECT_THAT(metrics_.Text(), HasSubstr("cancelled_total 1\n"));
}

TEST_F(JobTest, ItsDeadlineHoldsWhileItWaitsForATurn) {
  JobQueue queue(4, 1);
  JobQueue::Place busy = *queue.Enter();
  ASSERT_TRUE(busy.TakeTurn([] { return false; }));
  Job::Order order = LongOrder();
  order.deadline = Clock::now() + std::chrono::milliseconds(50);
  Job job(std::move(order), queue, *queue.Enter(), metrics_);
  EXPECT_EQ(StatusOf(job), 504);
}

TEST_F(JobTest, IsGivenUpWhenItsClientGoes) {
  std::atomic<bool> connected = true;
  Job::Order order = LongOrder();
  order.connected = [&] { return connected.load(); };
  const auto job = Begin(order);
  EXPECT_TRUE(job->Next());
  connected = false;
  EXPECT_EQ(StatusOf(*job), 499);
}

TEST_F(JobTest, EndsWithItsListenerAndSpeaksNoFurther) {
  auto job = Begin(LongOrder());
  EXPECT_TRUE(job->Next());
  job.reset();
  EXPECT_EQ(queue_.admitted(), 0u);
  EXPECT_THAT(metrics_.Text(), HasSubstr("\nbertvits2_audio_seconds_total 0\n"));
}

// A listener that takes nothing holds up nobody, and little audio waits for it.
TEST_F(JobTest, WaitsForItsListenerWithoutATurn) {
  JobQueue queue(4, 1);
  const Job idle(LongOrder(), queue, *queue.Enter(), metrics_);
  Job::Order order = LongOrder();
  order.say = {.text = "你好", .seed = 1};
  Job job(std::move(order), queue, *queue.Enter(), metrics_);
  EXPECT_EQ(StatusOf(job), 200);
  for (int i = 0; i < 10000 && queue.computing() > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(queue.computing(), 0u);
  EXPECT_EQ(queue.admitted(), 1u);
}

TEST_F(JobTest, WhatGoesWrongReachesTheListener) {
  Job::Order order = LongOrder();
  order.say.speaker = "nobody";
  const auto job = Begin(order);
  test::ExpectError(ErrorCode::kNotFound, "unknown speaker 'nobody'", [&] { job->Next(); });
}

}  // namespace
}  // namespace bv2::server
