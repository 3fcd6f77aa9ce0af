#include "train/learning_rate.h"

#include "train_check/call.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

constexpr double kTolerance = 1e-12;  // relative

void Compare(check::Comparison& comparison, const std::string& name, const Json& recorded,
             const train::LearningRate& rate, int first_epoch) {
  const Json::Array& expected = recorded.AsArray();
  for (size_t i = 0; i < expected.size(); ++i) {
    const int epoch = first_epoch + static_cast<int>(i);
    const double value = expected[i].AsNumber();
    comparison.Record({.tensor = fmt::format("{}, epoch {}", name, epoch),
                       .error = std::abs(rate.At(epoch) - value) / value,
                       .tolerance = kTolerance});
  }
}

}  // namespace

check::Outcome CheckLearningRate(const check::Case& c) {
  const double first = c.json.At("lr").AsNumber(), decay = c.json.At("lr_decay").AsNumber();
  const train::LearningRate fresh{.first = first, .decay = decay};
  check::Comparison comparison(nullptr, nullptr);
  Compare(comparison, "fresh", c.json.At("fresh_lr_of_epoch_1_2_.."), fresh, 1);
  const auto epoch = static_cast<int>(c.json.At("resume_from_checkpoint_of_epoch").AsInteger());
  const Json& resumed = c.json.At("lr_of_first_3_epochs_after_resume");
  // Without the optimizer's state it still holds the rate of the config.
  Compare(comparison, "resumed without optimizer", resumed.At("skip_optimizer_true"),
          train::ResumedAsOriginal(first, decay, epoch), epoch);
  Compare(comparison, "resumed with optimizer", resumed.At("skip_optimizer_false"),
          train::ResumedAsOriginal(fresh.At(epoch), decay, epoch), epoch);
  return check::Judge(comparison);
}

}  // namespace bv2::train_check
