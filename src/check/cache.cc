#include "base/check.h"
#include "check/generator.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

// A file that holds one tensor, as the original's data loader writes it. Values must be exact: they
// are read, not computed.
void CheckFile(const Case& c, const std::string& output, Comparison& comparison) {
  const auto path = c.file.parent_path() / fmt::format("a.{}.pt", output);
  const auto file = model::TensorFile::Open(path);
  const model::Tensor* tensor = file->Find("");
  BV2_CHECK(tensor != nullptr, "'{}' is not one bare tensor", path.string());
  if (const Json* strides = c.json.Find(output + "_strides")) {
    const std::vector<size_t> expected = ReadShape(*strides);
    comparison.Require(tensor->strides == expected, output,
                       fmt::format("has strides {}, expected {}", model::ShapeText(tensor->strides),
                                   model::ShapeText(expected)));
  }
  comparison.Check(output, Batch(ReadArray(*tensor)));
}

}  // namespace

Outcome CheckCache(const Case& c, const Options&) {
  const auto outputs = OpenTensors(c, "outputs.safetensors");
  const Json exact = Json::Parse(R"({"exact": ["*"]})", "cache");
  Comparison comparison(&exact, outputs);
  for (const auto& [name, tensor] : outputs->tensors()) CheckFile(c, name, comparison);
  Outcome outcome = Judge(comparison);
  if (outcome.status == Outcome::Status::kOk)
    outcome.note = "computing the spectrogram from pcm: training";
  return outcome;
}

}  // namespace bv2::check
