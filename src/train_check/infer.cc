#include "base/check.h"
#include "check/case.h"
#include "check/infer_run.h"
#include "model/config.h"
#include "model/weights.h"
#include "torch_runtime/engine.h"
#include "train/checkpoint/tensors.h"
#include "train/model/generator.h"
#include "train_check/call.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

model::Config ReadConfig(const check::Case& c) {
  if (const Json* config = c.json.Find("config"))
    return model::Config::Parse(config->Dump(), c.name);
  return model::Config::Read(
      check::Resolve(c, c.json.At("model").AsString() + "/config.json").string());
}

std::shared_ptr<const model::TensorFile> ReadWeights(const check::Case& c) {
  const Json* const checkpoint = c.json.Find("checkpoint");
  const model::Weights weights =
      checkpoint == nullptr ? check::CaseWeights(c)
                            : model::OpenVoiceWeights(check::Resolve(c, checkpoint->AsString()));
  return std::make_shared<const model::TensorFile>(c.name, weights.file().tensors());
}

Tensor ReadInput(const check::Case& c, const std::map<std::string, Tensor>& inputs,
                 const char* name) {
  if (const auto found = inputs.find(name); found != inputs.end()) return found->second.detach();
  const Json* zeros = c.json.Find("zero_inputs");
  const Json* shape = zeros == nullptr ? nullptr : zeros->Find(name);
  if (shape == nullptr) return {};
  std::vector<int64_t> sizes;
  for (const Json& size : shape->AsArray()) sizes.push_back(size.AsInteger());
  return torch::zeros(sizes);
}

train::InferOptions ReadOptions(const Json& scalars) {
  const Json& frames = scalars.At("max_len");
  return {.noise_scale = scalars.At("noise_scale").AsNumber(),
          .length_scale = scalars.At("length_scale").AsNumber(),
          .noise_scale_w = scalars.At("noise_scale_w").AsNumber(),
          .sdp_ratio = scalars.At("sdp_ratio").AsNumber(),
          .max_frames = frames.is_null() ? 0 : frames.AsInteger()};
}

// The training network speaks the case, stage by stage: the runtime's twin.
check::Outcome CheckGenerator(const check::Case& c) {
  const auto inputs = ReadInputs(c);
  const auto input = [&](const char* name) { return ReadInput(c, inputs, name); };
  train::Generator generator(ReadConfig(c));
  train::LoadState(generator, *ReadWeights(c));
  generator.eval();
  const train::Batch batch{.text = {.x = input("x"),
                                    .lengths = input("x_lengths"),
                                    .tone = input("tone"),
                                    .language = input("language"),
                                    .bert = input("bert"),
                                    .ja_bert = input("ja_bert")},
                           .spec = input("y"),
                           .spec_lengths = {},
                           .wav = {},
                           .wav_lengths = {},
                           .speaker = input("sid")};
  train::RecordedNoise noise({input("noise_sdp"), input("noise_z")});
  const train::InferOutput out = generator.Infer(batch, ReadOptions(c.json.At("scalars")), noise);

  check::Comparison comparison(c.json.Find("tolerance"),
                               check::OpenTensors(c, "outputs.safetensors"));
  const std::pair<const char*, Tensor> outputs[] = {{"g", out.g},
                                                    {"enc_x", out.prior.x},
                                                    {"m_p_text", out.prior.m},
                                                    {"logs_p_text", out.prior.logs},
                                                    {"x_mask", out.prior.mask},
                                                    {"logw_sdp", out.logw_sdp},
                                                    {"logw_dp", out.logw_dp},
                                                    {"logw", out.logw},
                                                    {"w_ceil", out.w_ceil},
                                                    {"y_mask", out.mask},
                                                    {"attn", out.attn},
                                                    {"m_p", out.m_p},
                                                    {"logs_p", out.logs_p},
                                                    {"z_p", out.z_p},
                                                    {"z", out.z},
                                                    {"audio", out.audio}};
  for (const auto& [name, tensor] : outputs) comparison.Check(name, ToBatch(tensor));
  return check::Judge(comparison);
}

}  // namespace

check::Outcome CheckInfer(const check::Case& c) {
  const check::Outcome generator = CheckGenerator(c);
  if (generator.status != check::Outcome::Status::kOk) return generator;
  const auto engine = torch_runtime::OpenEngine({.device = "torch"});
  return check::CheckVoice(c, [&](const model::Weights& weights, const model::Config& config) {
    return engine->OpenVoice(weights, config, ThreadPool(1));
  });
}

}  // namespace bv2::train_check
