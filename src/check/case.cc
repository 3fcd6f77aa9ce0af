#include "check/case.h"

#include <algorithm>

#include "base/check.h"
#include "base/error.h"
#include "check/generator.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;

std::string RelativeName(const fs::path& root, const fs::path& path) {
  return path.lexically_relative(root).generic_string();
}

std::string TextOr(const Json& json, const char* key, std::string otherwise) {
  const Json* value = json.Find(key);
  return value != nullptr && value->is_string() ? value->AsString() : std::move(otherwise);
}

constexpr const char* kLearningRates = "lr_schedule.json";  // a case of a whole file of its own

// A checkpoint's cases.json lists one case a file; the others are one case each.
void AddListed(const Case& list, std::vector<Case>& cases) {
  if (list.kind != "checkpoint") return cases.push_back(list);
  for (const Json& entry : list.json.At("cases").AsArray()) {
    Case one = list;
    one.name = entry.At("file").AsString();
    one.json = entry;
    cases.push_back(std::move(one));
  }
}

void AddFile(const fs::path& root, const fs::path& file, std::vector<Case>& cases) {
  const bool listed = file.filename() == "cases.json";
  Case c{.root = root, .file = file, .name = RelativeName(root, file.parent_path())};
  if (c.name == ".") c.name = fs::absolute(root).filename().string();
  if (file.extension() == ".jsonl") {
    c.name = RelativeName(root, file);
    c.kind = "text";
    return cases.push_back(std::move(c));
  }
  try {
    c.json = Json::ParseFile(file.string());
    c.kind = c.json.At("kind").AsString();
    if (listed) return AddListed(c, cases);
    if (file.filename() == kLearningRates)
      c.name = RelativeName(root, fs::path(file).replace_extension());
    c.name = TextOr(c.json, "name", c.name);
  } catch (const Error& error) {
    c.kind = "unreadable";
    c.json = Json(error.what());
  }
  cases.push_back(std::move(c));
}

bool DescribesCases(const fs::path& file) {
  for (const char* name : {"case.json", "cases.json", kLearningRates})
    if (file.filename() == name) return true;
  return file.extension() == ".jsonl" && file.parent_path().filename() == "text";
}

}  // namespace

std::vector<Case> FindCases(const fs::path& root) {
  if (!fs::is_directory(root))
    Fail(ErrorCode::kNotFound, "the golden folder '{}' does not exist", root.string());
  std::vector<Case> cases;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file() && DescribesCases(entry.path())) AddFile(root, entry.path(), cases);
  if (cases.empty())
    Fail(ErrorCode::kNotFound, "'{}' has no case.json, cases.json or text/*.jsonl below it",
         root.string());
  std::ranges::sort(cases, {}, &Case::name);
  return cases;
}

fs::path Resolve(const Case& c, std::string_view path) {
  BV2_CHECK(!path.empty() && fs::path(path).is_relative(), "'{}' is not a relative path", path);
  if (fs::exists(c.root / path)) return c.root / path;
  for (fs::path folder = fs::absolute(c.file).parent_path(); folder.has_relative_path();
       folder = folder.parent_path())
    if (fs::exists(folder / path)) return folder / path;
  Fail(ErrorCode::kNotFound, "'{}' is neither below '{}' nor beside a folder above the case", path,
       c.root.string());
}

std::shared_ptr<const model::TensorFile> OpenTensors(const Case& c, const char* file) {
  return model::TensorFile::Open(c.file.parent_path() / file);
}

Array ReadArray(const model::TensorFile& file, std::string_view name) {
  const model::Tensor* tensor = file.Find(name);
  if (tensor == nullptr) Fail(ErrorCode::kNotFound, "'{}' has no tensor {}", file.source(), name);
  return ReadArray(*tensor);
}

Array ReadInput(const Case& c, const model::TensorFile& inputs, std::string_view name) {
  const Json* zeros = c.json.Find("zero_inputs");
  const Json* shape = zeros == nullptr ? nullptr : zeros->Find(name);
  if (shape == nullptr || inputs.Find(name) != nullptr) return ReadArray(inputs, name);
  Array array{.shape = ReadShape(*shape)};
  array.values.assign(CheckedCount(array.shape), 0.0);
  return array;
}

model::Weights CaseWeights(const Case& c, std::string_view scope) {
  model::NamedTensors tensors;
  const Json* formula = c.json.Find("weights");
  const fs::path stored = c.file.parent_path() / "weights.safetensors";
  if (formula != nullptr && formula->Find("generator") != nullptr) {
    tensors = GenerateWeights(*formula);
  } else if (fs::exists(stored)) {
    tensors = model::TensorFile::Open(stored)->tensors();
  }
  if (!scope.empty())
    for (auto& [name, tensor] : tensors) name = fmt::format("{}.{}", scope, name);
  return model::Weights(
      std::make_shared<const model::TensorFile>(c.name + " weights", std::move(tensors)));
}

}  // namespace bv2::check
