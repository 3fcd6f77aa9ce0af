#include "cli/bench_report.h"

#include "tests/support/test_support.h"

namespace bv2::cli {
namespace {

BenchRun RunOf(double seconds) {
  return {.profile = synth::Profile({{.name = "text", .seconds = seconds / 4},
                                     {.name = "decoder", .seconds = 1 / seconds, .flop = 6e9}}),
          .first_audio_seconds = seconds / 2,
          .seconds = seconds};
}

TEST(BenchReportTest, EachFigureHasItsOwnMedian) {
  const std::vector<BenchRun> runs{RunOf(4), RunOf(1), RunOf(2)};
  const BenchRun median = MedianRun(runs);
  EXPECT_EQ(median.seconds, 2);
  EXPECT_EQ(median.first_audio_seconds, 1);
  ASSERT_EQ(median.profile.stages().size(), 2u);
  EXPECT_EQ(median.profile.stages()[0].seconds, 0.5);
  EXPECT_EQ(median.profile.stages()[1].seconds, 0.5);
  test::ExpectError(ErrorCode::kInvalidArgument, "no runs", [] { MedianRun({}); });
}

TEST(BenchReportTest, TablesAndJsonSayTheSame) {
  const BenchReport report{.instruction_set = "NEON",
                           .text = "好",
                           .runs = 1,
                           .audio_seconds = 8,
                           .series = {{.threads = 2,
                                       .peak_gflops = 24,
                                       .open_seconds = 0.25,
                                       .peak_memory = 3'000'000,
                                       .median = RunOf(2)}}};
  const Json json = ToJson(report);
  const Json& series = json.At("series").AsArray().at(0);
  EXPECT_EQ(series.At("real_time_factor").AsNumber(), 0.25);
  EXPECT_EQ(series.At("open_ms").AsNumber(), 250);
  EXPECT_EQ(series.At("peak_memory_mb").AsNumber(), 3);
  const Json& decoder = series.At("stages").AsArray().at(1);
  EXPECT_EQ(decoder.At("gflops").AsNumber(), 12);
  EXPECT_EQ(decoder.At("of_peak").AsNumber(), 0.5);
  EXPECT_EQ(series.At("stages").AsArray().at(0).Find("gflops"), nullptr);
  const std::string text = ToText(report);
  for (const char* part : {"NEON", "2 threads", "12.0", "50.0%", "first audio after 1000.0 ms",
                           "opened in 250.0 ms", "peak memory 3 MB"})
    EXPECT_THAT(text, testing::HasSubstr(part));
}

}  // namespace
}  // namespace bv2::cli
