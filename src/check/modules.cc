#include <algorithm>
#include <array>
#include <filesystem>

#include "base/thread_pool.h"
#include "check/kinds.h"
#include "check/module_checks.h"

namespace bv2::check {
namespace {

using Parameters = std::span<const char* const>;

// Which calls of a class inference makes.
enum class Use { kAlways, kReverse };

struct Class {
  std::string_view name;
  Parameters parameters;  // of the call, in the original's order
  void (*check)(const ModuleCall&);
  Use use = Use::kAlways;
};

constexpr std::array kNorm = {"x"};
constexpr std::array kAttention = {"x", "c", "attn_mask"};
constexpr std::array kMasked = {"x", "x_mask", "g", "reverse"};
constexpr std::array kStep = {"x", "x_mask", "reverse"};
constexpr std::array kTextEncoder = {"x", "x_lengths", "tone", "language", "bert", "ja_bert", "g"};
constexpr std::array kStochastic = {"x", "x_mask", "w", "g", "reverse", "noise_scale"};
constexpr std::array kPosterior = {"x", "x_lengths", "g"};
constexpr std::array kGenerator = {"x", "g"};
constexpr std::array kReference = {"inputs", "mask"};
constexpr std::array kPath = {"duration", "mask"};

constexpr Class kClasses[] = {
    {"modules.LayerNorm", kNorm, CheckLayerNorm},
    {"attentions.LayerNorm", kNorm, CheckLayerNorm},
    {"attentions.MultiHeadAttention", kAttention, CheckAttention},
    {"attentions.FFN", kMasked, CheckFeedForward},
    {"attentions.Encoder", kMasked, CheckEncoder},
    {"models.TextEncoder", kTextEncoder, CheckTextEncoder},
    {"modules.DDSConv", kMasked, CheckDdsConv},
    {"modules.ConvFlow", kMasked, CheckConvFlow, Use::kReverse},
    {"modules.ElementwiseAffine", kStep, CheckElementwiseAffine, Use::kReverse},
    {"modules.Flip", kStep, CheckFlip, Use::kReverse},
    {"models.StochasticDurationPredictor", kStochastic, CheckStochasticDurations, Use::kReverse},
    {"models.DurationPredictor", kMasked, CheckDurations},
    {"commons.generate_path", kPath, CheckGeneratePath},
    {"modules.WN", kMasked, CheckWaveNet},
    {"modules.ResidualCouplingLayer", kMasked, CheckResidualLayer},
    {"models.ResidualCouplingBlock", kMasked, CheckResidualBlock},
    {"modules.TransformerCouplingLayer", kMasked, CheckTransformerLayer},
    {"models.TransformerCouplingBlock", kMasked, CheckTransformerBlock},
    {"models.PosteriorEncoder", kPosterior, CheckPosteriorEncoder},
    {"models.Generator", kGenerator, CheckGenerator},
    {"models.ReferenceEncoder", kReference, CheckReferenceEncoder},
};

constexpr std::string_view kTrainingClasses[] = {
    "commons.rand_slice_segments",
    "commons.slice_segments",
    "models.DiscriminatorP",
    "models.DiscriminatorS",
    "models.DurationDiscriminator",
    "models.MultiPeriodDiscriminator",
    "modules.Log",
};

const Class& FindClass(const std::string& name) {
  if (std::ranges::find(kTrainingClasses, name) != std::end(kTrainingClasses))
    throw Skipped{"training"};
  if (name == "commons.sequence_mask") throw Skipped{"the networks run unpadded, without masks"};
  const auto* found = std::ranges::find(kClasses, name, &Class::name);
  if (found == std::end(kClasses)) throw Skipped{fmt::format("unknown class {}", name)};
  return *found;
}

}  // namespace

Outcome CheckModule(const Case& c, const Options&) {
  const Class& entry = FindClass(c.json.At("class").AsString());
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));
  const ModuleCall::Module module{.c = c,
                                  .inputs = OpenTensors(c, "inputs.safetensors"),
                                  .weights = CaseWeights(c, ModuleCall::kScope),
                                  .comparison = comparison};
  const ThreadPool pool(1);
  Arena arena;
  const Context context{pool, arena};
  std::string training;
  for (const Json& json : c.json.At("calls").AsArray()) {
    const ModuleCall call(module, json, entry.parameters, context);
    if (entry.use == Use::kReverse && !call.Flag("reverse")) {
      training += (training.empty() ? "" : ", ") + call.id();
      continue;
    }
    entry.check(call);
  }
  if (comparison.count() == 0 && !training.empty()) throw Skipped{"training"};
  Outcome outcome = Judge(comparison);
  if (outcome.status == Outcome::Status::kOk && !training.empty())
    outcome.note = fmt::format("call {}: training", training);
  return outcome;
}

}  // namespace bv2::check
