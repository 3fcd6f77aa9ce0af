#include <algorithm>

#include "base/check.h"
#include "base/thread_pool.h"
#include "check/generator.h"
#include "model/config.h"
#include "train/checkpoint/tensors.h"
#include "train/step.h"
#include "train_check/call.h"
#include "train_check/gradient.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

using Tensors = std::map<std::string, Tensor>;

constexpr double kFirstStepTolerance = 1e-4;  // of losses, relative
constexpr double kLaterTolerance = 1e-3;  // the same, or ten times the reference's own sensitivity
constexpr double kGradientTolerance = 0.01;  // ‖difference‖ / ‖gradient‖ of the first step

Tensors Read(const std::filesystem::path& path) {
  const auto file = model::TensorFile::Open(path);
  Tensors tensors;
  for (const auto& [name, tensor] : file->tensors()) tensors.emplace(name, train::ToTorch(tensor));
  return tensors;
}

train::Batch ReadBatch(const Tensors& inputs, int64_t index) {
  const auto get = [&](const char* name) { return inputs.at(fmt::format("b{}.{}", index, name)); };
  return {.text = {.x = get("x"),
                   .lengths = get("x_lengths"),
                   .tone = get("tone"),
                   .language = get("language"),
                   .bert = get("bert"),
                   .ja_bert = get("ja_bert")},
          .spec = get("spec"),
          .spec_lengths = get("spec_lengths"),
          .wav = get("y"),
          .wav_lengths = get("y_lengths"),
          .speaker = get("sid")};
}

train::RecordedNoise ReadNoise(const Tensors& inputs, size_t step) {
  std::vector<Tensor> draws;
  const std::string prefix = fmt::format("s{}.noise_", step);
  for (const auto& [name, tensor] : inputs)
    if (name.starts_with(prefix)) draws.push_back(tensor);
  return train::RecordedNoise(std::move(draws));
}

train::Networks ReadNetworks(const check::Case& c, const model::Config& config) {
  train::Networks networks = train::MakeNetworks(config, train::DurationGan::kOriginal);
  const Json& initial = c.json.At("initial");
  const auto open = [&](const char* which) {
    return model::TensorFile::Open(check::Resolve(c, initial.At(which).AsString()));
  };
  train::LoadState(*networks.generator, *open("G"));
  train::LoadState(*networks.durations, *open("DUR"));
  const Json formula = Json::ParseFile(check::Resolve(c, "models/mpd.json").string());
  train::LoadState(*networks.discriminator,
                   model::TensorFile("mpd.json", check::GenerateWeights(formula.At("weights"))));
  // The recorded run has no dropout.
  networks.generator->eval();
  networks.discriminator->eval();
  networks.durations->eval();
  return networks;
}

// Compares what one step computed with its record; errors are relative.
class StepComparison {
 public:
  StepComparison(check::Comparison& comparison, const Json& recorded, const Json* sensitivity,
                 size_t step)
      : comparison_(comparison), recorded_(recorded), sensitivity_(sensitivity), step_(step) {}

  void Loss(const char* name, const Tensor& computed) {
    Relative(name, computed.item<double>(), recorded_.At(name).AsNumber(), Allowed(name));
  }
  void Losses(const char* name, const std::vector<Tensor>& computed, const char* as) {
    const Json::Array& expected = recorded_.At(name).AsArray();
    comparison_.Require(expected.size() == computed.size(), name, "has another number of parts");
    for (size_t i = 0; i < std::min(expected.size(), computed.size()); ++i)
      Relative(fmt::format("{}.{}", name, i), computed[i].item<double>(), expected[i].AsNumber(),
               10 * Allowed(as));
  }

 private:
  double Allowed(const char* name) const {
    const Json* floor = sensitivity_ == nullptr ? nullptr : sensitivity_->Find(name);
    const double sensitivity = floor == nullptr ? 0 : floor->AsNumber();
    return std::max(step_ == 0 ? kFirstStepTolerance : kLaterTolerance, 10 * sensitivity);
  }
  void Relative(const std::string& name, double computed, double expected, double tolerance) {
    const double error = std::abs(computed - expected) / std::max(1e-6, std::abs(expected));
    comparison_.Record({.tensor = fmt::format("s{}.{}", step_, name),
                        .error = error,
                        .tolerance = tolerance,
                        .reason = error == error ? "" : "is not a number"});
  }

  check::Comparison& comparison_;
  const Json& recorded_;
  const Json* sensitivity_;
  size_t step_;
};

void CompareLosses(StepComparison comparison, const train::StepLosses& losses) {
  comparison.Loss("loss_disc", losses.disc);
  comparison.Losses("losses_disc_r", losses.disc_r, "loss_disc");
  comparison.Losses("losses_disc_g", losses.disc_g, "loss_disc");
  comparison.Loss("loss_dur_disc", losses.dur_disc);
  comparison.Loss("loss_gen", losses.gen);
  comparison.Losses("losses_gen", losses.gen_parts, "loss_gen");
  comparison.Loss("loss_fm", losses.fm);
  comparison.Loss("loss_mel", losses.mel);
  comparison.Loss("loss_dur", losses.dur);
  comparison.Loss("loss_kl", losses.kl);
  comparison.Loss("loss_dur_gen", losses.dur_gen);
  comparison.Loss("loss_gen_all", losses.gen_all);
  comparison.Loss("grad_norm_d", losses.grad_norm_d);
  comparison.Loss("grad_norm_dur", losses.grad_norm_dur);
  comparison.Loss("grad_norm_g", losses.grad_norm_g);
}

void CompareOutputs(check::Comparison& comparison, const train::StepOutput& out) {
  const train::GeneratorOutput& g = out.generator;
  const std::pair<const char*, Tensor> outputs[] = {{"hidden_x", g.hidden_x},
                                                    {"m_q", g.m_q},
                                                    {"logs_q", g.logs_q},
                                                    {"z", g.z},
                                                    {"z_p", g.z_p},
                                                    {"attn", g.attn},
                                                    {"m_p", g.m_p},
                                                    {"logs_p", g.logs_p},
                                                    {"logw", g.logw},
                                                    {"logw_", g.logw_},
                                                    {"l_length", g.l_length},
                                                    {"ids_slice", g.ids_slice},
                                                    {"y_hat", g.y_hat},
                                                    {"mel", out.mel},
                                                    {"y_hat_mel", out.y_hat_mel},
                                                    {"x_mask", g.x_mask},
                                                    {"z_mask", g.z_mask}};
  for (const auto& [name, tensor] : outputs) {
    const std::string stored = fmt::format("s0.{}", name);
    if (comparison.has_output(stored)) comparison.Check(stored, ToBatch(tensor));
  }
}

// The gradients that an optimizer sees in the first step.
void CompareGradients(check::Comparison& comparison, const model::TensorFile& file,
                      const torch::nn::Module& network, const char* which) {
  for (const auto& item : network.named_parameters()) {
    const std::string name = fmt::format("s0.grad.{}.{}", which, item.key());
    const Tensor& gradient = item.value().grad();
    if (!comparison.has_output(name)) {
      comparison.Require(!gradient.defined(), name, "has a gradient, in the reference it has none");
      continue;
    }
    // Mathematically zero: a constant added to all keys does not change what attention sees.
    if (item.key().ends_with("conv_k.bias")) continue;
    const Pair pair = ReadPair(file, name, gradient);
    const double error = (pair.computed - pair.expected).norm().item<double>();
    comparison.Record({.tensor = name,
                       .error = error / std::max(1e-6, pair.expected.norm().item<double>()),
                       .tolerance = kGradientTolerance,
                       .reason = error == error ? "" : "is not a number"});
  }
}

// AdamW moves parameters whose gradients are rounding noise by up to lr a step, in any direction.
void CompareFinal(check::Comparison& comparison, const model::TensorFile& file,
                  const torch::nn::Module& network, const std::string& prefix, double moved) {
  for (const auto& [name, value] : train::StateOf(network)) {
    const Pair pair = ReadPair(file, prefix + name, value);
    const Tensor difference = (pair.computed - pair.expected).abs();
    comparison.Record({.tensor = "final " + prefix + name,
                       .error = difference.max().item<double>(),
                       .tolerance = 2 * moved});
    if (name.ends_with("conv_k.bias")) continue;
    comparison.Record({.tensor = "final mean of " + prefix + name,
                       .error = difference.mean().item<double>(),
                       .tolerance = 0.1 * moved});
  }
}

}  // namespace

check::Outcome CheckTraining(const check::Case& c) {
  const auto config =
      model::Config::Read(check::Resolve(c, c.json.At("model").AsString() + "/config.json"));
  const auto folder = c.file.parent_path();
  Tensors inputs = Read(folder / "inputs.safetensors");
  if (const Json* other = c.json.Find("batches_from"); other != nullptr && !other->is_null())
    inputs.merge(Read(check::Resolve(c, other->AsString() + "/inputs.safetensors")));
  const auto outputs = check::OpenTensors(c, "outputs.safetensors");
  const Json sensitivity = Json::ParseFile((folder / "sensitivity.json").string());

  train::TrainingStep step(config, train::DurationGan::kOriginal, ReadNetworks(c, config));
  const train::Networks& networks = step.networks();
  check::Comparison comparison(nullptr, outputs);
  const ThreadPool pool(1);
  const Json::Array& steps = c.json.At("steps").AsArray();
  const int64_t first = c.json.At("first_global_step").AsInteger();
  for (size_t i = 0; i < steps.size(); ++i) {
    auto noise = ReadNoise(inputs, i);
    if (i == 0)
      step.set_exchange({.finish = [&](size_t number) {
        if (!comparison.has_output("s0.y_hat")) return;  // only some runs are recorded in full
        const train::AdamW* const optimizer = step.optimizers()[number];
        if (optimizer == &step.optimizer_d())
          CompareGradients(comparison, *outputs, *networks.discriminator, "D");
        else if (optimizer == &step.optimizer_g())
          CompareGradients(comparison, *outputs, *networks.generator, "G");
        else
          CompareGradients(comparison, *outputs, *networks.durations, "DUR");
      }});
    else
      step.set_exchange({});
    const train::StepOutput out = step.Run(ReadBatch(inputs, steps[i].At("batch").AsInteger()),
                                           first + static_cast<int64_t>(i), noise, pool);
    if (i == 0) CompareOutputs(comparison, out);
    const Json::Array& floors = sensitivity.At("losses_and_grad_norms").AsArray();
    CompareLosses({comparison, steps[i], i < floors.size() ? &floors[i] : nullptr, i}, out.losses);
    comparison.Check(fmt::format("s{}.attn_dur", i), ToBatch(out.generator.attn.sum({1, 2})));
  }
  const double moved = static_cast<double>(steps.size()) * config.train.learning_rate;
  if (outputs->Find("final.D.discriminators.0.convs.0.bias") != nullptr)
    CompareFinal(comparison, *outputs, *networks.discriminator, "final.D.", moved);
  for (const char* which : {"G", "DUR"}) {
    const Json* name = c.json.Find(std::string("final_") + which);
    if (name == nullptr || !std::filesystem::exists(folder / name->AsString())) continue;
    const bool of_generator = *which == 'G';
    torch::nn::Module& network =
        of_generator ? static_cast<torch::nn::Module&>(*networks.generator) : *networks.durations;
    const auto recorded = folder / name->AsString();
    CompareFinal(comparison, *model::TensorFile::Open(recorded), network, "", moved);
    CompareCheckpoint(comparison, recorded, network,
                      of_generator ? step.optimizer_g() : *step.optimizer_dur());
  }
  return check::Judge(comparison);
}

check::Outcome CheckAdamW(const check::Case& c) {
  class OneParameter : public torch::nn::Module {
   public:
    explicit OneParameter(const Tensor& value) : p(register_parameter("p", value)) {}
    Tensor p;
  };
  const Json& scalars = c.json.At("scalars");
  const auto inputs = ReadInputs(c);
  OneParameter network(inputs.at("p0").detach().clone());
  train::AdamW optimizer(network, {.lr = scalars.At("lr").AsNumber(),
                                   .beta1 = scalars.At("betas").AsArray().at(0).AsNumber(),
                                   .beta2 = scalars.At("betas").AsArray().at(1).AsNumber(),
                                   .eps = scalars.At("eps").AsNumber(),
                                   .weight_decay = scalars.At("weight_decay").AsNumber()});
  check::Comparison comparison(c.json.Find("tolerance"), ReadExpected(c));
  const ThreadPool pool(1);
  for (size_t i = 0; inputs.contains(fmt::format("grad_{}", i)); ++i) {
    network.p.mutable_grad() = inputs.at(fmt::format("grad_{}", i)).detach();
    optimizer.Step(pool);
    comparison.Check(fmt::format("p_{}", i + 1), ToBatch(network.p));
    comparison.Check(fmt::format("exp_avg_{}", i + 1), ToBatch(optimizer.states()[0].exp_avg));
    comparison.Check(fmt::format("exp_avg_sq_{}", i + 1),
                     ToBatch(optimizer.states()[0].exp_avg_sq));
  }
  return check::Judge(comparison);
}

}  // namespace bv2::train_check
