#include "dsp/spectrogram.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

#include "tests/support/test_support.h"

namespace bv2::dsp {
namespace {

constexpr double kPi = std::numbers::pi;

std::vector<float> Noise(size_t size) {
  std::mt19937 engine{3};
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> values(size);
  for (float& value : values) value = distribution(engine);
  return values;
}

// One element by the definition, in double precision.
double Magnitude(const std::vector<float>& wav, const SpectrogramOptions& o, size_t frame,
                 size_t bin) {
  const auto n = static_cast<long>(wav.size());
  const auto margin = static_cast<long>((o.filter_length - o.hop_length) / 2);
  const size_t left = (o.filter_length - o.win_length) / 2;
  std::complex<double> sum = 0;
  for (size_t t = 0; t < o.win_length; ++t) {
    long at = static_cast<long>(frame * o.hop_length + left + t) - margin;
    if (at < 0) at = -at;
    if (at >= n) at = 2 * (n - 1) - at;
    const double window =
        0.5 - 0.5 * std::cos(2 * kPi * static_cast<double>(t) / static_cast<double>(o.win_length));
    const double angle =
        -2 * kPi * static_cast<double>(bin * (left + t)) / static_cast<double>(o.filter_length);
    sum += window * double{wav[static_cast<size_t>(at)]} * std::polar(1.0, angle);
  }
  return std::sqrt(std::norm(sum) + 1e-6);
}

TEST(Spectrogram, IsTheMirroredWindowedTransform) {
  const SpectrogramOptions cases[] = {{64, 16, 64}, {60, 15, 60}, {64, 16, 40},
                                      {45, 10, 31}, {64, 64, 64}, {512, 128, 512}};
  for (const SpectrogramOptions& options : cases) {
    SCOPED_TRACE(options.filter_length);
    const Spectrogram spectrogram(options);
    const auto wav = Noise(40 * options.hop_length + 7);
    const Matrix computed = spectrogram.Compute(wav);
    ASSERT_EQ(computed.cols(), options.filter_length / 2 + 1);
    ASSERT_EQ(computed.rows(), spectrogram.Frames(wav.size()));
    // First, last, and either side of the border between two batches of frames.
    for (const size_t frame : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, computed.rows() - 1})
      for (size_t bin = 0; bin < computed.cols(); bin += 5)
        ASSERT_NEAR(computed(frame, bin), Magnitude(wav, options, frame, bin), 2e-5)
            << "frame " << frame << ", bin " << bin;
  }
}

TEST(Spectrogram, OfAToneIsOneLine) {
  constexpr size_t kBin = 100, kLength = 2048;
  std::vector<float> wav(44100);
  for (size_t t = 0; t < wav.size(); ++t)
    wav[t] = static_cast<float>(
        0.5 * std::sin(2 * kPi * static_cast<double>(kBin * t % kLength) / kLength));
  const Matrix lines = Spectrogram({}).Compute(wav);
  EXPECT_NEAR(lines(40, kBin), 0.5 * kLength / 4, 1e-3);
  EXPECT_NEAR(lines(40, kBin + 1), 0.5 * kLength / 8, 1e-3);
  EXPECT_NEAR(lines(40, kBin + 2), 1e-3, 1e-3);
}

TEST(Spectrogram, OfSilenceIsTheFloor) {
  const Matrix floor = Spectrogram({512, 128, 512}).Compute(std::vector<float>(1000));
  for (size_t t = 0; t < floor.rows(); ++t)
    for (const float value : floor.view()[t]) ASSERT_FLOAT_EQ(value, 1e-3f);
}

TEST(Spectrogram, CountsFramesAndRefusesTooShortWaveforms) {
  const Spectrogram spectrogram({512, 128, 512});
  EXPECT_EQ(spectrogram.Frames(3000), 23u);
  EXPECT_EQ(spectrogram.Compute(std::vector<float>(193)).rows(), 1u);
  test::ExpectError(ErrorCode::kInvalidArgument, "192 samples is too short",
                    [&] { spectrogram.Compute(std::vector<float>(192)); });
  test::ExpectError(ErrorCode::kInvalidArgument, "at least 193", [&] { spectrogram.Compute({}); });
  const Spectrogram apart({512, 512, 512});
  EXPECT_EQ(apart.Compute(std::vector<float>(512)).rows(), 1u);
  test::ExpectError(ErrorCode::kInvalidArgument, "at least 512", [&] { apart.Frames(511); });
}

TEST(Spectrogram, RefusesImpossibleLengths) {
  test::ExpectError(ErrorCode::kInvalidArgument, "hop of 0",
                    [] { Spectrogram({.hop_length = 0}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "hop of 4096",
                    [] { Spectrogram({.hop_length = 4096}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "window of 4096",
                    [] { Spectrogram({.win_length = 4096}); });
  test::ExpectError(ErrorCode::kInvalidArgument, "transform of 1000000",
                    [] { Spectrogram({.filter_length = 1000000}); });
}

}  // namespace
}  // namespace bv2::dsp
