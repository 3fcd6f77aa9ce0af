#include "base/check.h"
#include "check/generator.h"
#include "check/kinds.h"
#include "dsp/spectrogram.h"

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

// The spectrogram of the 16-bit samples that the file was made from. The case does not state the
// lengths as numbers: the bins give the frame's, and the hop is a quarter of it, as usual.
void CheckSpectrogram(const Case& c, Comparison& comparison, const Array& expected) {
  const auto inputs = OpenTensors(c, "inputs.safetensors");
  if (inputs->Find("pcm") == nullptr) return;
  RequireRank(expected, 2, "spec");
  const size_t length = 2 * (expected.shape[0] - 1);
  const dsp::Spectrogram spectrogram(
      {.filter_length = length, .hop_length = length / 4, .win_length = length});
  std::vector<float> wav;
  for (const double sample : ReadArray(*inputs, "pcm").values)
    wav.push_back(static_cast<float>(sample / 32768));
  const Matrix computed = spectrogram.Compute(wav);
  Batch batch({1, computed.cols(), computed.rows()}, Batch::Rest::kZero);
  batch.Put(0, computed.view());
  comparison.Check("spec of pcm", batch,
                   {.shape = {1, expected.shape[0], expected.shape[1]}, .values = expected.values});
}

}  // namespace

Outcome CheckCache(const Case& c, const Options&) {
  const auto outputs = OpenTensors(c, "outputs.safetensors");
  const Json exact = Json::Parse(R"({"exact": ["*"]})", "cache");
  Comparison comparison(&exact, outputs);
  for (const auto& [name, tensor] : outputs->tensors()) CheckFile(c, name, comparison);
  Outcome files = Judge(comparison);
  if (files.status == Outcome::Status::kFail || outputs->Find("spec") == nullptr) return files;
  Comparison computed(c.json.Find("tolerance"), outputs);
  CheckSpectrogram(c, computed, ReadArray(*outputs, "spec"));
  return computed.count() == 0 ? files : Judge(computed);
}

}  // namespace bv2::check
