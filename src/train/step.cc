#include "train/step.h"

#include <algorithm>

#include "base/check.h"
#include "train/gan/losses.h"
#include "train/model/segments.h"
#include "train/part.h"

namespace bv2::train {
namespace {

// Numbers of the optimizers.
constexpr size_t kGenerator = 0, kDiscriminator = 1, kDurations = 2;

AdamWOptions OptimizerOptions(const model::TrainConfig& config) {
  BV2_CHECK(config.betas.size() == 2, "train.betas has {} numbers; expected 2",
            config.betas.size());
  return {.lr = config.learning_rate,
          .beta1 = config.betas[0],
          .beta2 = config.betas[1],
          .eps = config.eps};
}

// Parameters without gradients while it lives: the generator's step needs what flows through the
// discriminator, not what its weights would learn.
class Frozen {
 public:
  explicit Frozen(const std::vector<Tensor>& parameters) : parameters_(parameters) { Set(false); }
  ~Frozen() { Set(true); }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

 private:
  void Set(bool wanted) {
    for (const Tensor& parameter : parameters_) parameter.set_requires_grad(wanted);
  }
  const std::vector<Tensor>& parameters_;
};

struct Verdicts {
  std::vector<Tensor> scores;
  std::vector<std::vector<Tensor>> features;
};

Verdicts Judge(MultiPeriodDiscriminator& discriminator, const Tensor& wav) {
  const Part part("discriminator");
  Verdicts verdicts;
  for (Verdict& verdict : discriminator.Forward(wav)) {
    verdicts.scores.push_back(verdict.score);
    verdicts.features.push_back(std::move(verdict.features));
  }
  return verdicts;
}

}  // namespace

Networks MakeNetworks(const model::Config& config, DurationGan gan) {
  Networks networks;
  networks.generator = std::make_shared<Generator>(config);
  networks.discriminator = std::make_shared<MultiPeriodDiscriminator>(
      config.model.use_spectral_norm ? Norm::kSpectral : Norm::kWeight,
      config.train.discriminator_width);
  if (gan == DurationGan::kOff) return networks;
  const auto hidden = static_cast<int64_t>(config.model.hidden_channels);
  const auto gin = static_cast<int64_t>(config.model.gin_channels);
  networks.durations = std::make_shared<DurationDiscriminator>(DurationDiscriminatorShape{
      .in = hidden, .filter = hidden, .gin = config.data.n_speakers > 0 ? gin : 0});
  return networks;
}

AlignmentHelp HelpWithAlignment(const model::Config& config, int64_t global_step) {
  // The original overrides the config's own numbers with these.
  constexpr double kInitial = 0.01, kDelta = 2e-6;
  const auto step = static_cast<double>(global_step);
  const auto prior_steps = static_cast<double>(config.train.align_prior_steps);
  AlignmentHelp help;
  if (config.model.use_noise_scaled_mas) help.noise = std::max(kInitial - kDelta * step, 0.0);
  if (step < prior_steps) help.prior = 1 - step / prior_steps;
  return help;
}

TrainingStep::TrainingStep(const model::Config& config, DurationGan gan, Networks networks,
                           Precision precision)
    : config_(config),
      gan_(gan),
      networks_(std::move(networks)),
      precision_(precision),
      scaler_(precision == Precision::kHalf),
      mel_(config.data),
      optimizer_g_(*networks_.generator, OptimizerOptions(config.train)),
      optimizer_d_(*networks_.discriminator, OptimizerOptions(config.train)) {
  BV2_CHECK((gan == DurationGan::kOff) == (networks_.durations == nullptr),
            "a duration discriminator is there unless it is off");
  if (networks_.durations)
    optimizer_dur_.emplace(*networks_.durations, OptimizerOptions(config.train));
}

void TrainingStep::To(torch::Device device) {
  networks_.generator->to(device);
  networks_.discriminator->to(device);
  if (networks_.durations) networks_.durations->to(device);
  mel_.To(device);
  stft_.To(device);
  device_ = device;
}

StepOutput TrainingStep::Run(const Batch& batch, int64_t global_step, Noise& noise,
                             const ThreadPool& pool) {
  const auto hop = static_cast<int64_t>(config_.data.hop_length);
  const auto segment = static_cast<int64_t>(config_.train.segment_size);
  StepOutput out;
  {
    const Autocast lower(device_, precision_);
    out.generator =
        networks_.generator->Forward(batch, HelpWithAlignment(config_, global_step), noise, pool);
  }
  std::optional<Part> mel("mel");
  out.mel = mel_.FromSpectrogram(batch.spec);
  out.y_mel = SliceSegments(out.mel, out.generator.ids_slice, segment / hop);
  out.y_hat_mel = mel_.FromWaveform(out.generator.y_hat.squeeze(1));
  const Tensor wav = SliceSegments(batch.wav, out.generator.ids_slice * hop, segment);
  mel.reset();
  const auto reached = [&](size_t step) { return global_step >= static_cast<int64_t>(step); };
  if (networks_.durations && reached(config_.train.dd_start_step)) StepDurations(out, pool);
  const bool adversarial = reached(config_.train.gan_start_step);
  if (adversarial) StepDiscriminator(out, wav, pool);
  StepGenerator(out, wav, adversarial, pool);
  scaler_.Update();
  return out;
}

std::vector<AdamW*> TrainingStep::optimizers() {
  std::vector<AdamW*> optimizers = {&optimizer_g_, &optimizer_d_};
  if (optimizer_dur_) optimizers.push_back(&*optimizer_dur_);
  return optimizers;
}

void TrainingStep::SetLearningRate(double rate) {
  for (AdamW* optimizer : optimizers()) optimizer->options().lr = rate;
}

Tensor TrainingStep::Descend(const Tensor& loss, size_t number, const ThreadPool& pool) {
  AdamW& optimizer = *optimizers()[number];
  optimizer.ZeroGrad();
  if (exchange_.begin) exchange_.begin(number);
  scaler_.Scale(loss).backward();
  if (exchange_.finish) exchange_.finish(number);
  const Part part("optimizer");
  scaler_.Unscale(optimizer.parameters());
  const Tensor norm = optimizer.GradientNorm();
  if (scaler_.MayStep(norm)) optimizer.Step(pool);
  return norm;
}

std::pair<std::vector<Tensor>, std::vector<Tensor>> TrainingStep::ScoreBoth(const Tensor& wav,
                                                                            const Tensor& y_hat) {
  const Autocast lower(device_, precision_);
  MultiPeriodDiscriminator& discriminator = *networks_.discriminator;
  // Each forward pass of a spectral norm changes the weights.
  if (config_.model.use_spectral_norm)
    return {Judge(discriminator, wav).scores, Judge(discriminator, y_hat).scores};
  std::vector<Tensor> real, generated;
  for (const Tensor& score : Judge(discriminator, torch::cat({wav, y_hat})).scores) {
    const auto halves = score.chunk(2);
    real.push_back(halves[0]);
    generated.push_back(halves[1]);
  }
  return {std::move(real), std::move(generated)};
}

void TrainingStep::StepDiscriminator(StepOutput& out, const Tensor& wav, const ThreadPool& pool) {
  const auto [real, generated] = ScoreBoth(wav, out.generator.y_hat.detach());
  const DiscriminatorLoss loss = LossOfDiscriminator(real, generated);
  StepLosses& losses = out.losses;
  losses.disc = loss.total.detach();
  losses.disc_r = loss.real;
  losses.disc_g = loss.generated;
  losses.grad_norm_d = Descend(loss.total, kDiscriminator, pool);
}

std::vector<Tensor> TrainingStep::JudgeDurations(const GeneratorOutput& out, bool detached) {
  const Part part("duration discriminator");
  const Autocast lower(device_, precision_);
  const auto may_detach = [&](const Tensor& x) { return detached ? x.detach() : x; };
  const Tensor predicted = may_detach(out.logw), found = may_detach(out.logw_);
  const bool swapped = gan_ == DurationGan::kOriginal;
  return networks_.durations->Forward(
      out.hidden_x, out.x_mask,
      swapped ? std::vector<Tensor>{predicted, found} : std::vector<Tensor>{found, predicted});
}

void TrainingStep::StepDurations(StepOutput& out, const ThreadPool& pool) {
  const auto probabilities = JudgeDurations(out.generator, /*detached=*/true);
  // Every utterance counts as a discriminator of its own, as in the original.
  const DiscriminatorLoss loss =
      LossOfDiscriminator(probabilities[0].unbind(0), probabilities[1].unbind(0));
  out.losses.dur_disc = loss.total.detach();
  out.losses.grad_norm_dur = Descend(loss.total, kDurations, pool);
}

Tensor TrainingStep::Adversarial(StepLosses& losses, const Tensor& y_hat, const Tensor& wav) {
  const Autocast lower(device_, precision_);  // the losses see to their precision themselves
  Verdicts real;
  {
    const torch::NoGradGuard only_compared;
    real = Judge(*networks_.discriminator, wav);
  }
  const Verdicts generated = Judge(*networks_.discriminator, y_hat);
  const PartedLoss fooled = LossOfGenerator(generated.scores);
  const Tensor fm = FeatureLoss(real.features, generated.features);
  losses.gen = fooled.total.detach();
  for (const Tensor& part : fooled.parts) losses.gen_parts.push_back(part.detach());
  losses.fm = fm.detach();
  return fooled.total + fm;
}

void TrainingStep::StepGenerator(StepOutput& out, const Tensor& wav, bool adversarial,
                                 const ThreadPool& pool) {
  const GeneratorOutput& g = out.generator;
  StepLosses& losses = out.losses;
  const Tensor mel = torch::l1_loss(out.y_hat_mel, out.y_mel) * config_.train.c_mel;
  const Tensor dur = g.l_length.to(torch::kFloat).sum();
  const Tensor kl =
      KlLoss(
          {.z_p = g.z_p, .logs_q = g.logs_q, .m_p = g.m_p, .logs_p = g.logs_p, .mask = g.z_mask}) *
      config_.train.c_kl;
  const Frozen frozen(optimizer_d_.parameters());
  Tensor all = mel + dur + kl;
  if (adversarial) all = Adversarial(losses, g.y_hat, wav) + all;
  if (config_.train.c_stft > 0) {
    const Part part("stft");
    const Tensor stft = stft_.Forward(g.y_hat.squeeze(1), wav.squeeze(1)) * config_.train.c_stft;
    losses.stft = stft.detach();
    all = all + stft;
  }
  std::optional<Frozen> frozen_durations;
  if (losses.dur_disc.defined()) {
    frozen_durations.emplace(optimizer_dur_->parameters());
    const auto probabilities = JudgeDurations(g, /*detached=*/gan_ == DurationGan::kOriginal);
    const Tensor dur_gen = LossOfGenerator(probabilities[1].unbind(0)).total;
    losses.dur_gen = dur_gen.detach();
    all = all + dur_gen;
  }
  losses.mel = mel.detach();
  losses.dur = dur.detach();
  losses.kl = kl.detach();
  losses.gen_all = all.detach();
  losses.grad_norm_g = Descend(all, kGenerator, pool);
}

}  // namespace bv2::train
