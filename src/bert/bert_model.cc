#include "bert/bert_model.h"

#include <string>

#include "base/check.h"
#include "base/json.h"
#include "model/weights.h"

namespace bv2::bert {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMaxSize = 1 << 20;  // far beyond any BERT; keeps products within range

size_t ReadSize(const Json& config, const char* key, const fs::path& file) {
  const Json* value = config.Find(key);
  if (value == nullptr || !value->is_integer() || value->AsInteger() <= 0 ||
      value->AsInteger() > kMaxSize)
    Fail(ErrorCode::kCorruptFile, "{}: \"{}\" is {}; expected a whole number from 1 to {}",
         file.string(), key, value == nullptr ? "missing" : value->Dump(), kMaxSize);
  return static_cast<size_t>(value->AsInteger());
}

// Absent keys mean BERT's own default.
void RequireString(const Json& config, const char* key, const char* wanted, const fs::path& file) {
  const Json* value = config.Find(key);
  if (value != nullptr && !(value->is_string() && value->AsString() == wanted))
    Fail(ErrorCode::kUnsupported, "{}: \"{}\" is {}; only \"{}\" is supported", file.string(), key,
         value->Dump(), wanted);
}

}  // namespace

EncoderShape ReadShape(const fs::path& config_json) {
  const Json config = Json::ParseFile(config_json.string());
  RequireString(config, "model_type", "bert", config_json);
  RequireString(config, "hidden_act", "gelu", config_json);
  RequireString(config, "position_embedding_type", "absolute", config_json);
  EncoderShape shape{.hidden = ReadSize(config, "hidden_size", config_json),
                     .intermediate = ReadSize(config, "intermediate_size", config_json),
                     .heads = ReadSize(config, "num_attention_heads", config_json),
                     .layers = ReadSize(config, "num_hidden_layers", config_json),
                     .max_tokens = ReadSize(config, "max_position_embeddings", config_json)};
  if (const Json* eps = config.Find("layer_norm_eps"))
    shape.norm_eps = static_cast<float>(eps->AsNumber());
  return shape;
}

fs::path WeightsFile(const fs::path& folder) {
  if (!fs::is_directory(folder))
    Fail(ErrorCode::kNotFound, "the BERT folder '{}' does not exist", folder.string());
  for (const char* name : {"model.safetensors", "pytorch_model.bin"})
    if (fs::exists(folder / name)) return folder / name;
  Fail(
      ErrorCode::kNotFound,
      "'{}' holds neither model.safetensors nor pytorch_model.bin; download the BERT model's files "
      "into this folder",
      folder.string());
}

Encoder OpenEncoder(const fs::path& folder, const ThreadPool& pool) {
  const fs::path weights = WeightsFile(folder);
  return Encoder(model::Weights::Open(weights), ReadShape(folder / "config.json"), pool);
}

}  // namespace bv2::bert
