#include <algorithm>

#include "base/check.h"
#include "base/thread_pool.h"
#include "model/config.h"
#include "train/align/alignment.h"
#include "train/gan/losses.h"
#include "train/gan/mel.h"
#include "train/model/segments.h"
#include "train_check/classes.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

const Class& FindClass(const std::string& name) {
  for (const auto classes : {GeneratorClasses(), GanClasses()}) {
    const auto found = std::ranges::find(classes, name, &Class::name);
    if (found != classes.end()) return *found;
  }
  throw check::Skipped{fmt::format("unknown class {}", name)};
}

// The features fr_i_j or fg_i_j by discriminator i and layer j.
std::vector<std::vector<Tensor>> Features(const std::map<std::string, Tensor>& inputs,
                                          const std::string& prefix) {
  std::vector<std::vector<Tensor>> features;
  for (size_t i = 0; inputs.contains(fmt::format("{}_{}_0", prefix, i)); ++i) {
    features.emplace_back();
    for (size_t j = 0; inputs.contains(fmt::format("{}_{}_{}", prefix, i, j)); ++j)
      features.back().push_back(inputs.at(fmt::format("{}_{}_{}", prefix, i, j)));
  }
  return features;
}

}  // namespace

check::Outcome CheckModule(const check::Case& c) {
  const Class& entry = FindClass(c.json.At("class").AsString());
  const auto expected = ReadExpected(c);
  check::Comparison comparison(c.json.Find("tolerance"), expected);
  const Call::Shared shared{.c = c, .expected = expected, .comparison = comparison};
  for (const Json& json : c.json.At("calls").AsArray()) {
    Call call(shared, json, entry.parameters);
    entry.run(call);
    call.Compare();
  }
  return check::Judge(comparison);
}

check::Outcome CheckFeatureLoss(const check::Case& c) {
  const auto inputs = ReadInputs(c);
  check::Comparison comparison(c.json.Find("tolerance"), ReadExpected(c));
  const Tensor loss = train::FeatureLoss(Features(inputs, "fr"), Features(inputs, "fg"));
  comparison.Check("loss", ToBatch(loss));
  loss.backward();
  for (const auto& [name, tensor] : inputs)
    if (tensor.grad().defined()) comparison.Check("grad in." + name, ToBatch(tensor.grad()));
  return check::Judge(comparison);
}

check::Outcome CheckAlignment(const check::Case& c) {
  const auto inputs = ReadInputs(c);
  const Tensor mask = inputs.at("mask");
  train::PathSearch search(inputs.at("neg_cent").detach().clone(), mask.sum(1).select(1, 0),
                           mask.sum(2).select(1, 0));
  const Tensor durations = search.Durations(ThreadPool(1));
  const Tensor path =
      train::GeneratePath(durations.unsqueeze(1).to(torch::kFloat), mask.unsqueeze(1));
  check::Comparison comparison(c.json.Find("tolerance"), ReadExpected(c));
  comparison.Check("path", ToBatch(path.squeeze(1)));
  return check::Judge(comparison);
}

check::Outcome CheckMel(const check::Case& c) {
  const Json& scalars = c.json.At("scalars");
  const auto size = [&](const char* name) {
    return static_cast<size_t>(scalars.At(name).AsInteger());
  };
  model::DataConfig config;
  config.sampling_rate = size("sampling_rate");
  config.filter_length = size("filter_length");
  config.hop_length = size("hop_length");
  config.win_length = size("win_length");
  config.n_mel_channels = size("n_mel_channels");
  config.mel_fmin = scalars.At("mel_fmin").AsNumber();
  if (const Json& fmax = scalars.At("mel_fmax"); !fmax.is_null()) config.mel_fmax = fmax.AsNumber();
  const train::MelSpectrogram mel(config);
  const Tensor wav = ReadInputs(c).at("wav").detach();
  check::Comparison comparison(c.json.Find("tolerance"), ReadExpected(c));
  const Tensor spec = mel.Spectrogram(wav);
  comparison.Check("spec", ToBatch(spec));
  comparison.Check("mel_from_spec", ToBatch(mel.FromSpectrogram(spec)));
  comparison.Check("mel", ToBatch(mel.FromWaveform(wav)));
  return check::Judge(comparison);
}

}  // namespace bv2::train_check
