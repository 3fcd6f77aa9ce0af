#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "check/array.h"
#include "model/tensor_file.h"
#include "model/weights.h"

namespace bv2::check {

// One case of a golden folder. Files are opened when they are asked for.
struct Case {
  std::filesystem::path root;  // the golden folder; paths in case.json are relative to it
  std::filesystem::path file;  // what describes the case: case.json, an entry of cases.json, .jsonl
  std::string name = {};
  std::string kind = {};
  Json json = {};
};

// Every case below `root`, by name. A case.json that cannot be read becomes a case of the kind
// "unreadable" with the reason as its JSON. Throws kNotFound if there is none at all.
std::vector<Case> FindCases(const std::filesystem::path& root);

// A path written in case.json: relative to the root, or to a folder above the case.
// Throws kNotFound.
std::filesystem::path Resolve(const Case& c, std::string_view path);

// inputs.safetensors or outputs.safetensors beside case.json.
std::shared_ptr<const model::TensorFile> OpenTensors(const Case& c, const char* file);

// The tensor as an array. Throws kNotFound naming file and tensor.
Array ReadArray(const model::TensorFile& file, std::string_view name);
// The same, or zeros where the case's `zero_inputs` gives only the shape of an input.
Array ReadInput(const Case& c, const model::TensorFile& inputs, std::string_view name);

// The case's own weights: `weights` in case.json where it is a formula, else weights.safetensors.
// A case without either (a plain function) has none. `scope` is put before every name.
model::Weights CaseWeights(const Case& c, std::string_view scope = "");

}  // namespace bv2::check
