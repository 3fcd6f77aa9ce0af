#include "base/json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/check.h"
#include "base/file.h"

namespace bv2 {
namespace {

// Deep enough for every real file, shallow enough that destructors cannot exhaust the stack.
constexpr size_t kMaxDepth = 256;

// Receives nlohmann's parse events and builds a Json.
class Builder {
 public:
  Builder(std::string_view source, Json::DuplicateKeys duplicates)
      : source_(source), duplicates_(duplicates) {}

  bool null() { return Add(Json()); }
  bool boolean(bool v) { return Add(Json(v)); }
  bool number_integer(int64_t v) { return Add(Json(v)); }
  bool number_unsigned(uint64_t v) {
    return v <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())
               ? Add(Json(static_cast<int64_t>(v)))
               : Add(Json(static_cast<double>(v)));
  }
  bool number_float(double v, const std::string&) { return Add(Json(v)); }
  bool string(std::string& v) { return Add(Json(std::move(v))); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(size_t) { return Open(Json(Json::Object{})); }
  bool start_array(size_t) { return Open(Json(Json::Array{})); }
  bool key(std::string& v) {
    pending_.back().key = std::move(v);
    return true;
  }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool parse_error(size_t, const std::string&, const nlohmann::json::exception& error) {
    // nlohmann: "[json.exception.parse_error.101] parse error at line 1, column 2: …"
    const std::string_view what = error.what();
    const size_t start = what.find("] ");
    Fail(ErrorCode::kCorruptFile, "'{}' is not valid JSON: {}", source_,
         start == std::string_view::npos ? what : what.substr(start + 2));
  }

  Json root;

 private:
  // The key whose value comes next, and where each key of an object is, so that an object of many
  // keys is built in linear time.
  struct Pending {
    std::string key;
    std::unordered_map<std::string, size_t> index;
  };

  void AddMember(Json::Object& object, Pending& pending, Json value) {
    const auto [found, is_new] = pending.index.emplace(pending.key, object.size());
    if (is_new) {
      object.emplace_back(pending.key, std::move(value));
    } else if (duplicates_ == Json::DuplicateKeys::kReject) {
      Fail(ErrorCode::kCorruptFile, "'{}': the key \"{}\" appears twice", source_, pending.key);
    } else {
      object[found->second].second = std::move(value);
    }
  }
  bool Add(Json value) {
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().AsArray().push_back(std::move(value));
    } else {
      AddMember(open_.back().AsObject(), pending_.back(), std::move(value));
    }
    return true;
  }
  bool Open(Json container) {
    if (open_.size() >= kMaxDepth)
      Fail(ErrorCode::kCorruptFile, "'{}': JSON nested deeper than {} levels", source_, kMaxDepth);
    open_.push_back(std::move(container));
    pending_.emplace_back();
    return true;
  }
  bool Close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    pending_.pop_back();
    return Add(std::move(done));
  }

  std::string_view source_;
  Json::DuplicateKeys duplicates_;
  std::vector<Json> open_;
  std::vector<Pending> pending_;  // one for each open container
};

std::string Scalar(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void NewLine(int indent, int depth, std::string& out) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<size_t>(indent) * static_cast<size_t>(depth), ' ');
}

void Write(const Json& json, int indent, int depth, std::string& out);

void WriteArray(const Json::Array& array, int indent, int depth, std::string& out) {
  out += '[';
  for (size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += indent < 0 ? ", " : ",";
    NewLine(indent, depth + 1, out);
    Write(array[i], indent, depth + 1, out);
  }
  if (!array.empty()) NewLine(indent, depth, out);
  out += ']';
}

void WriteObject(const Json::Object& object, int indent, int depth, std::string& out) {
  out += '{';
  for (size_t i = 0; i < object.size(); ++i) {
    if (i > 0) out += indent < 0 ? ", " : ",";
    NewLine(indent, depth + 1, out);
    out += Scalar(object[i].first) + ": ";
    Write(object[i].second, indent, depth + 1, out);
  }
  if (!object.empty()) NewLine(indent, depth, out);
  out += '}';
}

void Write(const Json& json, int indent, int depth, std::string& out) {
  if (json.is_array()) return WriteArray(json.AsArray(), indent, depth, out);
  if (json.is_object()) return WriteObject(json.AsObject(), indent, depth, out);
  if (json.is_string()) {
    out += Scalar(json.AsString());
  } else if (json.is_bool()) {
    out += json.AsBool() ? "true" : "false";
  } else if (json.is_integer()) {
    out += std::to_string(json.AsInteger());
  } else if (json.is_number()) {
    out += Scalar(json.AsNumber());
  } else {
    out += "null";
  }
}

[[noreturn]] void WrongType(const char* wanted, const Json& json) {
  Fail(ErrorCode::kInvalidArgument, "expected {}, found {} {}", wanted, json.TypeName(),
       json.Dump().substr(0, 60));
}

}  // namespace

Json Json::Parse(std::string_view text, std::string_view source, DuplicateKeys duplicates) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Builder builder(source, duplicates);
  nlohmann::json::sax_parse(text, &builder);
  return std::move(builder.root);
}

Json Json::ParseFile(const std::string& path) { return Parse(ReadFile(path), path); }

std::string Json::Dump(int indent) const {
  std::string out;
  Write(*this, indent, 0, out);
  return out;
}

bool Json::AsBool() const {
  if (const bool* v = std::get_if<bool>(&value_)) return *v;
  WrongType("true or false", *this);
}

int64_t Json::AsInteger() const {
  if (const int64_t* v = std::get_if<int64_t>(&value_)) return *v;
  if (const double* v = std::get_if<double>(&value_))
    if (std::trunc(*v) == *v && std::abs(*v) < 9e15) return static_cast<int64_t>(*v);
  WrongType("an integer", *this);
}

double Json::AsNumber() const {
  if (const int64_t* v = std::get_if<int64_t>(&value_)) return static_cast<double>(*v);
  if (const double* v = std::get_if<double>(&value_)) return *v;
  WrongType("a number", *this);
}

const std::string& Json::AsString() const {
  if (const auto* v = std::get_if<std::string>(&value_)) return *v;
  WrongType("a string", *this);
}

const Json::Array& Json::AsArray() const {
  if (const auto* v = std::get_if<Array>(&value_)) return *v;
  WrongType("an array", *this);
}
Json::Array& Json::AsArray() { return const_cast<Array&>(std::as_const(*this).AsArray()); }

const Json::Object& Json::AsObject() const {
  if (const auto* v = std::get_if<Object>(&value_)) return *v;
  WrongType("an object", *this);
}
Json::Object& Json::AsObject() { return const_cast<Object&>(std::as_const(*this).AsObject()); }

const Json* Json::Find(std::string_view key) const {
  const auto* object = std::get_if<Object>(&value_);
  if (object == nullptr) return nullptr;
  for (const auto& [name, value] : *object)
    if (name == key) return &value;
  return nullptr;
}
Json* Json::Find(std::string_view key) { return const_cast<Json*>(std::as_const(*this).Find(key)); }

const Json& Json::At(std::string_view key) const {
  const Json* found = Find(key);
  if (found == nullptr) Fail(ErrorCode::kNotFound, "the key \"{}\" is missing", key);
  return *found;
}

Json& Json::Set(std::string_view key, Json value) {
  if (is_null()) value_ = Object{};
  if (Json* found = Find(key)) return *found = std::move(value);
  return AsObject().emplace_back(std::string(key), std::move(value)).second;
}

const char* Json::TypeName() const {
  static constexpr const char* kNames[] = {"null",   "boolean", "number", "number",
                                           "string", "array",   "object"};
  return kNames[value_.index()];
}

}  // namespace bv2
