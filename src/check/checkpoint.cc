#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/check.h"
#include "base/error.h"
#include "base/thread_pool.h"
#include "check/kinds.h"
#include "model/config.h"
#include "model/torch_file.h"
#include "vits/voice.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;

// Where the value of a network's tensor comes from: the file, zeros (which old files mean), or
// nowhere, so that the original kept what the network held before.
std::string Source(const model::TensorFile& file, const std::string& name,
                   const std::vector<size_t>& shape) {
  const model::Tensor* tensor = file.Find(name);
  if (tensor != nullptr && tensor->shape == shape) return "checkpoint";
  return name.find("ja_bert_proj") != std::string::npos ? "zeros" : "model";
}

std::string ExpectedSource(const Json& json, const std::string& name) {
  if (const Json* exceptions = json.Find("source_exceptions"))
    if (const Json* source = exceptions->Find(name)) return source->AsString();
  return json.At("source_default").AsString();
}

// Every number that torch.save wrote beside the tensors.
void CheckNumbers(const Json& json, const fs::path& path, Comparison& comparison) {
  const model::Value root = model::ReadTorchFile(model::MapFile(path));
  const auto* dict = root.If<model::Dict>();
  BV2_CHECK(dict != nullptr, "'{}' is not a training checkpoint", path.string());
  for (const char* key : {"iteration", "learning_rate"}) {
    const Json* expected = json.Find(key);
    if (expected == nullptr) continue;
    const model::Value* value = dict->Find(key);
    const auto* integer = value == nullptr ? nullptr : value->If<int64_t>();
    const auto* real = value == nullptr ? nullptr : value->If<double>();
    const bool right =
        (integer != nullptr && static_cast<double>(*integer) == expected->AsNumber()) ||
        (real != nullptr && *real == expected->AsNumber());
    comparison.Require(right, key, fmt::format("is not {}", expected->Dump()));
  }
}

void CheckUnknownKeys(const Json& json, const model::TensorFile& file,
                      const model::TensorFile& network, Comparison& comparison) {
  const Json* expected = json.Find("keys_in_file_not_in_model");
  if (expected == nullptr) return;
  Json::Array unknown;
  for (const auto& [name, tensor] : file.tensors())
    if (network.Find(name) == nullptr) unknown.push_back(Json(name));
  comparison.Require(Json(unknown) == *expected, "unknown keys",
                     fmt::format("are {}, expected {}", Json(unknown).Dump(), expected->Dump()));
}

// A file that lacks tensors must be refused by name rather than run on noise; one that lacks only
// the Japanese projection must load, with zeros there.
std::string CheckLoading(const Case& c, const fs::path& path, bool complete,
                         Comparison& comparison) {
  const fs::path network = Resolve(c, c.json.At("loaded_into").AsString());
  const model::Config config = model::Config::Read(network.parent_path() / "config.json");
  try {
    const model::Weights weights = model::OpenVoiceWeights(path);
    const ThreadPool pool(2);
    const vits::Voice voice(weights, config, pool);
    comparison.Require(complete, "voice", "was built from a file that lacks tensors");
    for (const auto& [name, shape] : std::vector<std::pair<std::string, std::vector<size_t>>>{
             {"enc_p.ja_bert_proj.weight", {config.model.hidden_channels, 768, 1}},
             {"enc_p.ja_bert_proj.bias", {config.model.hidden_channels}}}) {
      if (ExpectedSource(c.json, name) != "zeros") continue;
      const model::Floats values = weights.Get(name, shape);
      comparison.Require(std::ranges::all_of(values.span(), [](float v) { return v == 0; }), name,
                         "is not zero");
    }
    return "loads";
  } catch (const Error& error) {
    comparison.Require(!complete, "voice", fmt::format("was refused: {}", error.what()));
    return "refused for what it lacks";
  }
}

}  // namespace

Outcome CheckCheckpoint(const Case& c, const Options&) {
  const fs::path path = Resolve(c, c.json.At("file").AsString());
  const auto file = model::TensorFile::Open(path);
  const auto network = model::TensorFile::Open(Resolve(c, c.json.At("loaded_into").AsString()));
  Comparison comparison(nullptr, nullptr);
  bool complete = true;
  for (const auto& [name, tensor] : network->tensors()) {
    const std::string source = Source(*file, name, tensor.shape);
    const std::string expected = ExpectedSource(c.json, name);
    comparison.Require(source == expected, name,
                       fmt::format("comes from {}, expected {}", source, expected));
    // Zeros stand in for what an old file lacks, not, as in the original, for another shape.
    const bool misshapen = source != "checkpoint" && file->Find(name) != nullptr;
    complete = complete && expected != "model" && !misshapen;
  }
  CheckNumbers(c.json, path, comparison);
  CheckUnknownKeys(c.json, *file, *network, comparison);
  const std::string loading = CheckLoading(c, path, complete, comparison);
  Outcome outcome = Judge(comparison);
  outcome.figures =
      fmt::format("{} tensors, {} checks", file->tensors().size(), comparison.count());
  if (outcome.status == Outcome::Status::kOk) outcome.note = loading;
  return outcome;
}

}  // namespace bv2::check
