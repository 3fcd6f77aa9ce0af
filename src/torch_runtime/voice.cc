#include "torch_runtime/voice.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/check.h"
#include "torch_runtime/load.h"
#include "torch_runtime/tensors.h"
#include "vits/path.h"

namespace bv2::torch_runtime {
namespace {

// Latent frames decoded at a time, at most: six seconds. A GPU wants much at once.
constexpr size_t kChunkFrames = 512;

constexpr size_t kBert = 1024, kJapaneseBert = 768;

size_t Product(const std::vector<size_t>& factors) {
  return std::accumulate(factors.begin(), factors.end(), size_t{1}, std::multiplies<>());
}

// Before they reach a GPU, which would be of no use to this process after a bad index.
void CheckIds(const char* what, std::span<const int64_t> ids, size_t phones,
              const torch::nn::Module& table) {
  BV2_CHECK(ids.size() == phones, "{} {}s for {} phones", ids.size(), what, phones);
  const int64_t count = table.named_parameters(false)["weight"].size(0);
  for (const int64_t id : ids)
    if (id < 0 || id >= count)
      Fail(ErrorCode::kOutOfRange, "{} {} is not among the {} of the voice", what, id, count);
}

void CheckPhones(const vits::PhoneSequence& phones, const train::TextEncoder& encoder) {
  const size_t count = phones.phones.size();
  BV2_CHECK(count > 0, "an utterance of no phones");
  const auto tables = encoder.named_children();
  CheckIds("phone", phones.phones, count, *tables["emb"]);
  CheckIds("tone", phones.tones, count, *tables["tone_emb"]);
  CheckIds("language", phones.languages, count, *tables["language_emb"]);
}

Tensor Features(View<const float> rows, size_t phones, size_t channels,
                const torch::Device& device) {
  if (rows.rows() == 0)
    return torch::zeros({1, static_cast<int64_t>(channels), static_cast<int64_t>(phones)}, device);
  BV2_CHECK(rows.rows() == phones && rows.cols() == channels,
            "BERT features [{}][{}], expected [{}][{}]", rows.rows(), rows.cols(), phones,
            channels);
  return FromRows(rows, device);
}

// The phones' columns [1, C, T_phone] repeated along the path, zeros beyond its end.
Tensor Expand(const Tensor& columns, std::span<const int> path, int64_t total) {
  std::vector<int64_t> phone_of_frame;
  for (size_t t = 0; t < path.size(); ++t)
    phone_of_frame.insert(phone_of_frame.end(), static_cast<size_t>(path[t]),
                          static_cast<int64_t>(t));
  const auto count = static_cast<int64_t>(phone_of_frame.size());
  const Tensor index = FromIds(phone_of_frame, columns.device()).squeeze(0);
  return torch::constant_pad_nd(columns.index_select(2, index), {0, total - count});
}

void Observe(const vits::Utterance& utterance, const char* stage, const char* name,
             const Tensor& tensor) {
  if (!utterance.observer) return;
  Matrix rows(static_cast<size_t>(tensor.size(2)), static_cast<size_t>(tensor.size(1)));
  ToRows(tensor, rows);
  utterance.observer(stage, name, rows);
}

}  // namespace

Voice::Voice(const model::Weights& weights, const model::Config& config,
             std::shared_ptr<const Compute> compute)
    : compute_(std::move(compute)),
      gin_(config.model.gin_channels),
      inter_(config.model.inter_channels),
      hop_(Product(config.model.upsample_rates)),
      speakers_(weights.Has("emb_g.weight") ? weights.Shape("emb_g.weight").at(0) : 0),
      reach_(train::ReachInFrames(train::ShapeOfDecoder(config.model))) {
  compute_->Load([&] { Load(weights, config); });
}

void Voice::Load(const model::Weights& weights, const model::Config& config) {
  const auto load = [&](const std::string& name, const auto& network) {
    LoadWeights(*network, weights.Scope(name));
    network->to(compute_->device());
    return network;
  };
  if (speakers_ > 0) {
    const model::Floats table = weights.Get("emb_g.weight", {speakers_, gin_});
    speaker_table_.assign(table.data(), table.data() + table.size());
  } else {
    ref_enc_ = load("ref_enc", std::make_shared<train::ReferenceEncoder>(
                                   static_cast<int64_t>(config.data.filter_length / 2 + 1),
                                   static_cast<int64_t>(gin_)));
  }
  enc_p_ = load("enc_p", train::MakeTextEncoder(config.model));
  sdp_ = load("sdp", train::MakeStochasticDurations(config.model));
  dp_ = load("dp", train::MakeDurations(config.model));
  flow_ = load("flow", train::MakeFlow(config.model));
  dec_ = load("dec", std::make_shared<train::Decoder>(train::ShapeOfDecoder(config.model)));
  dec_->to(compute_->type());
}

std::span<const float> Voice::Speaker(int64_t id) const {
  BV2_CHECK(speakers_ > 0,
            "this voice has no speaker table; it takes its speaker from a reference recording");
  if (id < 0 || static_cast<size_t>(id) >= speakers_)
    Fail(ErrorCode::kOutOfRange, "speaker {} of a voice with {}", id, speakers_);
  return std::span(speaker_table_).subspan(static_cast<size_t>(id) * gin_, gin_);
}

void Voice::SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                                 const Context&) const {
  BV2_CHECK(ref_enc_, "this voice takes a speaker name or id, not a reference recording");
  BV2_CHECK(speaker.size() == gin_, "a speaker vector of {} values, expected {}", speaker.size(),
            gin_);
  compute_->Run([&] {
    const Tensor g =
        ref_enc_->Forward(FromRows(spec, compute_->device()).transpose(1, 2)).unsqueeze(2);
    ToRows(g, View<float>(speaker.data(), 1, gin_));
  });
}

train::Prior Voice::EncodeText(const vits::PhoneSequence& phones, const Tensor& g) const {
  const torch::Device& device = compute_->device();
  const size_t count = phones.phones.size();
  return enc_p_->Forward(
      {.x = FromIds(phones.phones, device),
       .lengths = torch::full({1}, static_cast<int64_t>(count), torch::device(device)),
       .tone = FromIds(phones.tones, device),
       .language = FromIds(phones.languages, device),
       .bert = Features(phones.bert, count, kBert, device),
       .ja_bert = Features(phones.ja_bert, count, kJapaneseBert, device)},
      g);
}

Tensor Voice::PredictDurations(const vits::Utterance& utterance, const train::Prior& prior,
                               const Tensor& g, vits::NoiseSource& noise) const {
  const float ratio = utterance.options.sdp_ratio;
  // The noise is drawn even when its share is 0, so that a seed means the same for every ratio.
  Matrix draw(utterance.phones.phones.size(), 2);
  noise.FillDurations(draw);
  Tensor stochastic = torch::zeros_like(prior.mask), deterministic = stochastic;
  if (ratio > 0 || utterance.observer)
    stochastic =
        sdp_->Reverse(prior.x, prior.mask,
                      FromRows(draw, compute_->device()) * utterance.options.noise_scale_w, g);
  if (ratio < 1 || utterance.observer) deterministic = dp_->Forward(prior.x, prior.mask, g);
  const Tensor logw = stochastic * ratio + deterministic * (1.0f - ratio);
  Observe(utterance, "durations", "logw_sdp", stochastic);
  Observe(utterance, "durations", "logw_dp", deterministic);
  Observe(utterance, "durations", "logw", logw);
  return logw;
}

size_t Voice::Pace(const vits::Utterance& utterance, const train::Prior& prior, const Tensor& g,
                   vits::NoiseSource& noise, std::span<int> frames) const {
  if (!utterance.frames.empty()) return vits::TakeFrames(utterance.frames, frames);
  std::vector<float> logw(frames.size());
  ToRows(PredictDurations(utterance, prior, g, noise), View<float>(logw.data(), logw.size(), 1));
  return vits::FramesPerPhone(logw, utterance.options.length_scale, vits::kMaxFrames, frames);
}

Tensor Voice::SamplePrior(const vits::Utterance& utterance, const train::Prior& prior,
                          std::span<const int> path, const Tensor& draw) const {
  const Tensor mean = Expand(prior.m, path, draw.size(2));
  const Tensor logs = Expand(prior.logs, path, draw.size(2));
  const Tensor z = mean + draw * torch::exp(logs) * utterance.options.noise_scale;
  Observe(utterance, "prior", "m_p", mean);
  Observe(utterance, "prior", "logs_p", logs);
  Observe(utterance, "prior", "z_p", z);
  return z;
}

Matrix Voice::Latent(const vits::Utterance& utterance, vits::NoiseSource& noise,
                     std::span<int> frames, const Context&) const {
  vits::CheckOptions(utterance.options);
  CheckPhones(utterance.phones, *enc_p_);
  return compute_->Run([&] {
    const torch::Device& device = compute_->device();
    const Tensor g = FromVector(utterance.speaker, device);
    const train::Prior prior = EncodeText(utterance.phones, g);
    Observe(utterance, "encoder", "enc_x", prior.x);
    Observe(utterance, "encoder", "m_p_text", prior.m);
    Observe(utterance, "encoder", "logs_p_text", prior.logs);

    std::vector<int> path(utterance.phones.phones.size());
    Matrix latent(Pace(utterance, prior, g, noise, path), inter_);
    if (!frames.empty()) std::ranges::copy(path, frames.begin());
    noise.FillLatent(latent);
    const Tensor draw = FromRows(latent, device);
    const Tensor mask = torch::ones({1, 1, draw.size(2)}, device);
    const Tensor z = flow_->Reverse(SamplePrior(utterance, prior, path, draw), mask, g);
    Observe(utterance, "flow", "z", z);
    ToRows(z, latent);
    return latent;
  });
}

void Voice::Decode(View<const float> latent, std::span<const float> speaker,
                   const vits::InferOptions& options, const vits::SampleSink& sink,
                   const Context&) const {
  size_t total = latent.rows();
  if (options.max_len > 0) total = std::min(total, options.max_len);
  const auto reach = static_cast<size_t>(reach_);
  vits::ForEachChunk(total, options, kChunkFrames, [&](size_t first, size_t count, bool) {
    const size_t begin = first - std::min(first, reach);
    const size_t end = std::min(total, first + count + reach);
    std::vector<float> samples(count * hop_);
    compute_->Run([&] {
      const train::Autocast lower = compute_->Lower();
      const Tensor z = FromRows(latent.Rows(begin, end - begin), compute_->device());
      const Tensor g = FromVector(speaker, compute_->device());
      const Tensor audio = dec_->Forward(z, g).narrow(
          2, static_cast<int64_t>((first - begin) * hop_), static_cast<int64_t>(samples.size()));
      ToRows(audio, View<float>(samples.data(), samples.size(), 1));
    });
    sink(samples);
  });
}

}  // namespace bv2::torch_runtime
