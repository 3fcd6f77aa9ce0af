#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "base/thread_pool.h"
#include "bert/bert_model.h"
#include "check/kinds.h"
#include "vits/path.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;

// The last two layers are never computed: an encoder of k + 2 layers gives hidden_states_k.
constexpr size_t kUnusedLayers = 2;

Array ToArray(View<const float> rows, std::vector<size_t> shape) {
  Array array{.shape = std::move(shape)};
  for (size_t t = 0; t < rows.rows(); ++t)
    array.values.insert(array.values.end(), rows[t].begin(), rows[t].end());
  return array;
}

Matrix Encode(const bert::Encoder& encoder, std::span<const int64_t> tokens,
              const Context& context) {
  Matrix features(tokens.size(), encoder.hidden());
  encoder.Encode(tokens, features, context);
  return features;
}

// The features of each phone: those of its character, repeated.
Batch PhoneFeatures(View<const float> features, const Array& word2ph) {
  RequireRank(word2ph, 1, "word2ph");
  BV2_CHECK(word2ph.values.size() == features.rows(), "word2ph for {} tokens, expected {}",
            word2ph.values.size(), features.rows());
  std::vector<int> counts;
  size_t total = 0;
  for (const double count : word2ph.values) {
    BV2_CHECK(count >= 0 && count < 1000, "a word of {} phones", count);
    counts.push_back(static_cast<int>(count));
    total += static_cast<size_t>(count);
  }
  Matrix rows(total, features.cols());
  vits::Expand(features, counts, rows);
  Array array{.shape = {features.cols(), total}, .values = {}};
  for (size_t c = 0; c < features.cols(); ++c)
    for (size_t t = 0; t < total; ++t) array.values.push_back(double{rows(t, c)});
  return Batch(std::move(array));
}

}  // namespace

Outcome CheckBert(const Case& c, const Options&) {
  const auto inputs = OpenTensors(c, "inputs.safetensors");
  const Array ids = ReadArray(*inputs, "input_ids");
  RequireRank(ids, 2, "input_ids");
  const std::vector<int64_t> tokens = ItemIds(ids, 0, ids.shape[1]);
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));

  const ThreadPool pool(2);
  Arena arena;
  const Context context{pool, arena};
  const fs::path folder = Resolve(c, c.json.At("model").AsString());
  const bert::EncoderShape shape = bert::ReadShape(folder / "config.json");
  std::string files;
  for (const char* name : {"model.safetensors", "pytorch_model.bin"}) {
    if (!fs::exists(folder / name)) continue;
    const model::Weights weights = model::Weights::Open(folder / name);
    for (size_t k = 1; k <= shape.layers; ++k) {
      const std::string output = fmt::format("hidden_states_{}", k);
      if (!comparison.has_output(output)) continue;
      bert::EncoderShape part = shape;
      part.layers = k + kUnusedLayers;
      const Matrix states = Encode(bert::Encoder(weights, part, pool), tokens, context);
      comparison.Check(output, Batch(ToArray(states, {1, tokens.size(), shape.hidden})));
    }
    const Matrix features = Encode(bert::Encoder(weights, shape, pool), tokens, context);
    comparison.Check("feature", Batch(ToArray(features, {tokens.size(), shape.hidden})));
    if (comparison.has_output("phone_feature"))
      comparison.Check("phone_feature", PhoneFeatures(features, ReadArray(*inputs, "word2ph")));
    files += (files.empty() ? "" : ", ") + std::string(name);
  }
  Outcome outcome = Judge(comparison);
  if (outcome.status == Outcome::Status::kOk) outcome.note = files;
  return outcome;
}

}  // namespace bv2::check
