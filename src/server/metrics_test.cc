#include "server/metrics.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace bv2::server {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, RequestsAreCountedByRouteAndStatus) {
  Metrics metrics;
  metrics.Answered("/voice", 200, 0.02);
  metrics.Answered("/voice", 200, 0.3);
  metrics.Answered("/voice", 404, 0.001);
  metrics.Answered("none", 404, 0.001);
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("\nbertvits2_requests_total{route=\"/voice\",status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_requests_total{route=\"/voice\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_requests_total{route=\"none\",status=\"404\"} 1\n"));
}

TEST(MetricsTest, BucketsOfAHistogramAddUp) {
  Metrics metrics;
  for (const double seconds : {0.004, 0.005, 0.0051, 0.3, 100.0})
    metrics.Answered("/", 200, seconds);
  const std::string text = metrics.Text();
  const std::string name = "\nbertvits2_request_seconds_bucket{route=\"/\",le=\"";
  EXPECT_THAT(text, HasSubstr(name + "0.005\"} 2\n")) << "a bound belongs to its bucket";
  EXPECT_THAT(text, HasSubstr(name + "0.01\"} 3\n"));
  EXPECT_THAT(text, HasSubstr(name + "0.25\"} 3\n"));
  EXPECT_THAT(text, HasSubstr(name + "0.5\"} 4\n"));
  EXPECT_THAT(text, HasSubstr(name + "30\"} 4\n"));
  EXPECT_THAT(text, HasSubstr(name + "+Inf\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_request_seconds_count{route=\"/\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_request_seconds_sum{route=\"/\"} 100.3141\n"));
}

TEST(MetricsTest, StagesAddUp) {
  Metrics metrics;
  metrics.FirstAudio(0.5, {{.name = "bert", .seconds = 0.25}, {.name = "flow", .seconds = 0.125}});
  metrics.FirstAudio(0.5, {{.name = "bert", .seconds = 0.25}});
  metrics.Spoken(1.5, {{.name = "decoder", .seconds = 0.5}});
  metrics.Spoken(2, {{.name = "decoder", .seconds = 0.25}});
  const std::string text = metrics.Text();
  const std::string first = "\nbertvits2_first_audio_stage_seconds_total{stage=";
  EXPECT_THAT(text, HasSubstr(first + "\"bert\"} 0.5\n"));
  EXPECT_THAT(text, HasSubstr(first + "\"flow\"} 0.125\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_first_audio_seconds_count 2\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_first_audio_seconds_sum 1\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_stage_seconds_total{stage=\"decoder\"} 0.75\n"));
  EXPECT_THAT(text, HasSubstr("\nbertvits2_audio_seconds_total 3.5\n"));
}

TEST(MetricsTest, CountersAndGauges) {
  Metrics metrics;
  metrics.CacheLookup(true);
  metrics.CacheLookup(true);
  metrics.CacheLookup(false);
  metrics.Rejected();
  metrics.Cancelled();
  double value = 1;
  metrics.AddGauge("level", "How high.", [&] { return value; });
  value = 2.5;
  const std::string text = metrics.Text();
  for (const char* line : {"cache_hits_total 2", "cache_misses_total 1", "rejected_total 1",
                           "cancelled_total 1", "level 2.5"})
    EXPECT_THAT(text, HasSubstr("\nbertvits2_" + std::string(line) + "\n"));
  EXPECT_THAT(text, HasSubstr("# HELP bertvits2_level How high.\n# TYPE bertvits2_level gauge\n"));
}

// Every line is a comment or a sample, and every sample comes below the head of its metric.
TEST(MetricsTest, TheTextIsOfPrometheus) {
  Metrics metrics;
  metrics.Answered("/", 200, 1);
  metrics.FirstAudio(1, {{.name = "bert", .seconds = 1}});
  metrics.Spoken(1, {{.name = "bert", .seconds = 1}});
  const std::string text = metrics.Text();
  ASSERT_TRUE(text.ends_with('\n'));
  std::string metric;
  for (size_t at = 0, end; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    if (line.starts_with("# HELP ")) metric = line.substr(7, line.find(' ', 7) - 7);
    if (line.starts_with('#')) {
      EXPECT_THAT(line, testing::MatchesRegex("# (HELP|TYPE) bertvits2_[a-z_]+ .+"));
    } else {
      EXPECT_THAT(line, testing::MatchesRegex("bertvits2_[a-z_]+([{].+[}])? [0-9.e+-]+"));
      EXPECT_TRUE(line.starts_with(metric)) << line << " below " << metric;
    }
  }
}

TEST(MetricsTest, NoCountIsLost) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) metrics.Answered("/", 200, 0);
    });
  for (int i = 0; i < 100; ++i) metrics.Text();
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(metrics.Text(), HasSubstr("requests_total{route=\"/\",status=\"200\"} 4000\n"));
}

}  // namespace
}  // namespace bv2::server
