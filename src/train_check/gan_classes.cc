#include "train/gan/discriminators.h"
#include "train/gan/losses.h"
#include "train/model/durations.h"
#include "train/model/segments.h"
#include "train_check/classes.h"

namespace bv2::train_check {
namespace {

constexpr const char* kMasked[] = {"x", "x_mask", "reverse"};
constexpr const char* kWave[] = {"x"};
constexpr const char* kPair[] = {"y", "y_hat"};
constexpr const char* kDurations[] = {"x", "x_mask", "dur_r", "dur_hat", "g"};
constexpr const char* kLength[] = {"length", "max_length"};
constexpr const char* kPath[] = {"duration", "mask"};
constexpr const char* kSlice[] = {"x", "ids_str", "segment_size"};
constexpr const char* kScores[] = {"real", "generated"};
constexpr const char* kGenerated[] = {"generated"};
constexpr const char* kKl[] = {"z_p", "logs_q", "m_p", "logs_p", "z_mask"};

void RunFlip(Call& call) {
  const Tensor x = call.In("x");
  call.Return(torch::flip(x, {1}));
  if (!call.Flag("reverse")) call.Return(torch::zeros({x.size(0)}));
}

void RunLog(Call& call) {
  const Tensor x = call.In("x"), mask = call.In("x_mask");
  if (call.Flag("reverse")) return call.Return(torch::exp(x) * mask);
  const train::Transformed result = train::LogFlow(x, mask);
  call.Return(result.z);
  call.Return(result.logdet);
}

void RunDiscriminator(Call& call, int64_t period) {
  auto& net = call.Make<train::Discriminator>(period, train::Norm::kWeight);
  const train::Verdict verdict = net.Forward(call.In("x"));
  call.Return(verdict.score);
  call.Return(verdict.features);
}

void RunScale(Call& call) { RunDiscriminator(call, train::Discriminator::kScale); }
void RunPeriod(Call& call) { RunDiscriminator(call, call.Size("period")); }

void RunMultiPeriod(Call& call) {
  auto& net = call.Make<train::MultiPeriodDiscriminator>(train::Norm::kWeight);
  std::vector<std::vector<Tensor>> scores, features[2];
  for (const char* wav : {"y", "y_hat"}) {
    scores.emplace_back();
    for (const train::Verdict& verdict : net.Forward(call.In(wav))) {
      scores.back().push_back(verdict.score);
      features[scores.size() - 1].push_back(verdict.features);
    }
  }
  for (const auto& of_wav : scores) call.Return(of_wav);
  for (const auto& of_wav : features) call.Return(of_wav);
}

void RunDurationDiscriminator(Call& call) {
  auto& net = call.Make<train::DurationDiscriminator>(
      train::DurationDiscriminatorShape{.in = call.Size("in_channels"),
                                        .filter = call.Size("filter_channels"),
                                        .taps = call.Size("kernel_size"),
                                        .gin = call.Size("gin_channels", 0)});
  for (const Tensor& probability : net.Forward(
           call.In("x"), call.In("x_mask"), {call.In("dur_r"), call.In("dur_hat")}, call.In("g")))
    call.Return(probability);
}

void RunSequenceMask(Call& call) {
  call.Return(train::SequenceMask(call.In("length"), call.Number("max_length", 0)));
}

void RunGeneratePath(Call& call) {
  call.Return(train::GeneratePath(call.In("duration"), call.In("mask")));
}

void RunSlice(Call& call) {
  call.Return(
      train::SliceSegments(call.In("x"), call.In("ids_str"), call.Number("segment_size", 4)));
}

void RunRandomSlice(Call& call) {
  const int64_t size = call.Number("segment_size", 4);
  const Tensor starts = train::SegmentStarts(call.Drawn(0), call.In("ids_str"), size);
  call.Return(train::SliceSegments(call.In("x"), starts, size));
  call.Return(starts);
}

void RunDiscriminatorLoss(Call& call) {
  const auto loss = train::LossOfDiscriminator(call.List("real"), call.List("generated"));
  call.Return(loss.total);
  call.Return(loss.real);
  call.Return(loss.generated);
}

void RunGeneratorLoss(Call& call) {
  const auto loss = train::LossOfGenerator(call.List("generated"));
  call.Return(loss.total);
  call.Return(loss.parts);
}

void RunKlLoss(Call& call) {
  call.Return(train::KlLoss({.z_p = call.In("z_p"),
                             .logs_q = call.In("logs_q"),
                             .m_p = call.In("m_p"),
                             .logs_p = call.In("logs_p"),
                             .mask = call.In("z_mask")}));
}

constexpr Class kClasses[] = {
    {"modules.Flip", kMasked, RunFlip},
    {"modules.Log", kMasked, RunLog},
    {"models.DiscriminatorS", kWave, RunScale},
    {"models.DiscriminatorP", kWave, RunPeriod},
    {"models.MultiPeriodDiscriminator", kPair, RunMultiPeriod},
    {"models.DurationDiscriminator", kDurations, RunDurationDiscriminator},
    {"commons.sequence_mask", kLength, RunSequenceMask},
    {"commons.generate_path", kPath, RunGeneratePath},
    {"commons.slice_segments", kSlice, RunSlice},
    {"commons.rand_slice_segments", kSlice, RunRandomSlice},
    {"losses.discriminator_loss", kScores, RunDiscriminatorLoss},
    {"losses.generator_loss", kGenerated, RunGeneratorLoss},
    {"losses.kl_loss", kKl, RunKlLoss},
};

}  // namespace

std::span<const Class> GanClasses() { return kClasses; }

}  // namespace bv2::train_check
