#include "model/checkpoint.h"

#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/json.h"
#include "model/tensor_file.h"
#include "model/torch_file.h"
#include "model/version.h"

namespace bv2::model {
namespace {

using Items = std::vector<std::pair<Value, Value>>;

constexpr double kDefaultLearningRate = 3e-4;  // of the original's config

// Builds the JSON of a value tree and collects its tensors.
class Encoder {
 public:
  Json Encode(const Value& value, const std::string& place) {
    return std::visit([&](const auto& v) { return EncodeIt(v, place); }, value.variant());
  }
  NamedTensors tensors;

 private:
  Json EncodeIt(std::monostate, const std::string&) { return {}; }
  Json EncodeIt(bool value, const std::string&) { return Json(value); }
  Json EncodeIt(int64_t value, const std::string&) { return Json(value); }
  Json EncodeIt(double value, const std::string&) {
    if (std::isfinite(value)) return Json(value);
    return Tagged("float", Json(std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"));
  }
  Json EncodeIt(const std::string& value, const std::string&) { return Json(value); }
  Json EncodeIt(const List& list, const std::string& place) {
    return Json(EncodeAll(list.items, place));
  }
  Json EncodeIt(const Tuple& tuple, const std::string& place) {
    return Tagged("tuple", Json(EncodeAll(tuple.items, place)));
  }
  Json EncodeIt(const Dict& dict, const std::string& place) {
    Json json = Tagged(dict.ordered ? "ordered" : "dict", EncodeItems(dict.items, place));
    if (!dict.attributes.empty())
      json.Set("attributes", EncodeItems(dict.attributes, place + ".__dict__"));
    return json;
  }
  Json EncodeIt(const Tensor& tensor, const std::string& place) {
    std::string name = place.empty() ? "tensor" : place;
    while (!names_.insert(name).second) name += "'";
    Json json = Tagged("tensor", Json(name));
    if (tensor.requires_grad) json.Set("grad", true);
    tensors.emplace_back(std::move(name), tensor);
    return json;
  }

  static Json Tagged(const char* tag, Json value) {
    Json json{Json::Object{}};
    json.Set(tag, std::move(value));
    return json;
  }
  Json::Array EncodeAll(const std::vector<Value>& items, const std::string& place) {
    Json::Array array;
    for (const Value& item : items)
      array.push_back(Encode(item, fmt::format("{}.{}", place, array.size())));
    return array;
  }
  Json EncodeItems(const Items& items, const std::string& place) {
    Json::Array array;
    for (const auto& [key, value] : items)
      array.push_back(Json(Json::Array{Encode(key, place), Encode(value, Below(place, key))}));
    return Json(std::move(array));
  }
  // Names the tensors of the model as the model does, all others by their way from the root.
  static std::string Below(const std::string& place, const Value& key) {
    std::string part = "?";
    if (const auto* text = key.If<std::string>()) part = *text;
    if (const auto* number = key.If<int64_t>()) part = std::to_string(*number);
    if (place.empty()) return part;
    return place == "model" ? part : place + "." + part;
  }

  std::unordered_set<std::string> names_;
};

// The inverse of Encoder.
class Decoder {
 public:
  Decoder(const Safetensors& content, const std::string& source) : source_(source) {
    for (const auto& [name, tensor] : content.tensors) tensors_.emplace(name, &tensor);
  }

  Value Decode(const Json& json) const {
    if (json.is_null()) return {};
    if (json.is_bool()) return json.AsBool();
    if (json.is_integer()) return json.AsInteger();
    if (json.is_number()) return json.AsNumber();
    if (json.is_string()) return json.AsString();
    if (json.is_array()) return List{DecodeAll(json)};
    if (const Json* tuple = json.Find("tuple")) return Tuple{DecodeAll(*tuple)};
    if (const Json* name = json.Find("tensor")) return DecodeTensor(*name, json.Find("grad"));
    if (const Json* number = json.Find("float")) return DecodeFloat(*number);
    const Json* ordered = json.Find("ordered");
    const Json* items = ordered != nullptr ? ordered : json.Find("dict");
    if (items == nullptr) Bad(json);
    Dict dict{.items = DecodeItems(*items), .ordered = ordered != nullptr, .attributes = {}};
    if (const Json* attributes = json.Find("attributes"))
      dict.attributes = DecodeItems(*attributes);
    return dict;
  }

 private:
  [[noreturn]] void Bad(const Json& json) const {
    Fail(ErrorCode::kCorruptFile, "'{}': its {} entry has an unknown value {}", source_, kTreeKey,
         json.Dump().substr(0, 80));
  }
  std::vector<Value> DecodeAll(const Json& json) const {
    std::vector<Value> items;
    if (!json.is_array()) Bad(json);
    for (const Json& item : json.AsArray()) items.push_back(Decode(item));
    return items;
  }
  Items DecodeItems(const Json& json) const {
    Items items;
    if (!json.is_array()) Bad(json);
    for (const Json& item : json.AsArray()) {
      if (!item.is_array() || item.AsArray().size() != 2) Bad(item);
      items.emplace_back(Decode(item.AsArray()[0]), Decode(item.AsArray()[1]));
    }
    return items;
  }
  Value DecodeTensor(const Json& name, const Json* grad) const {
    const auto found = name.is_string() ? tensors_.find(name.AsString()) : tensors_.end();
    if (found == tensors_.end()) Bad(name);
    Tensor tensor = *found->second;
    tensor.requires_grad = grad != nullptr;
    return tensor;
  }
  Value DecodeFloat(const Json& text) const {
    for (const auto& [name, value] :
         {std::pair{"nan", std::nan("")}, {"inf", HUGE_VAL}, {"-inf", -HUGE_VAL}})
      if (text == Json(name)) return value;
    Bad(text);
  }

  const std::string& source_;
  std::unordered_map<std::string_view, const Tensor*> tensors_;
};

// What the original's load_checkpoint expects around a state dict.
Value AsTrainingCheckpoint(Value state) {
  return Dict{.items = {{"model", std::move(state)},
                        {"iteration", 0},
                        {"optimizer", Value()},
                        {"learning_rate", kDefaultLearningRate}},
              .ordered = false,
              .attributes = {}};
}

}  // namespace

Safetensors ToSafetensors(const Value& root) {
  Encoder encoder;
  const Json tree = encoder.Encode(root, "");
  return {.tensors = std::move(encoder.tensors),
          .metadata = {{"format", "pt"}, {std::string(kTreeKey), tree.Dump()}}};
}

Value FromSafetensors(const Safetensors& content, const std::string& source) {
  for (const auto& [key, text] : content.metadata)
    if (key == kTreeKey) return Decoder(content, source).Decode(Json::Parse(text, source));
  Dict state{.items = {}, .ordered = true, .attributes = {}};
  for (const auto& [name, tensor] : content.tensors) state.items.emplace_back(name, tensor);
  if (IsRunnableVoice(TensorFile(source, content.tensors)))
    return AsTrainingCheckpoint(std::move(state));
  return state;
}

Value ReadCheckpoint(const std::filesystem::path& path) {
  const FileImage file = MapFile(path);
  if (IsTorchFile(file) || !IsSafetensors(file)) return ReadTorchFile(file);
  return FromSafetensors(ReadSafetensors(file), file.source);
}

void WriteCheckpoint(const std::filesystem::path& path, const Value& root) {
  const std::string extension = path.extension().string();
  if (extension == ".safetensors") return WriteSafetensors(path, ToSafetensors(root));
  if (extension == ".pth" || extension == ".pt" || extension == ".bin")
    return WriteTorchFile(path, root);
  Fail(ErrorCode::kInvalidArgument,
       "cannot write '{}': the name must end in .safetensors, .pth, .pt or .bin", path.string());
}

}  // namespace bv2::model
