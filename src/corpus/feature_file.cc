#include "corpus/feature_file.h"

#include <algorithm>

#include "base/check.h"
#include "model/tensor_file.h"
#include "model/torch_file.h"

namespace bv2::corpus {

std::filesystem::path FeaturePath(std::string_view audio, std::string_view suffix) {
  constexpr std::string_view kWav = ".wav";
  BV2_CHECK(audio.ends_with(kWav),
            "the audio '{}' is not a .wav file; bertvits2 resample makes one", audio);
  return std::string(audio.substr(0, audio.size() - kWav.size())).append(suffix);
}

size_t BertChannels(text::Language language) {
  return language == text::Language::kJp ? 768 : 1024;
}

std::optional<std::vector<size_t>> FeatureShape(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    const auto file = model::TensorFile::Open(path);
    const model::Tensor* tensor = file->Find("");
    if (tensor == nullptr || tensor->dtype != model::DType::kF32) return std::nullopt;
    return tensor->shape;
  } catch (const Error&) {
    return std::nullopt;
  }
}

model::Tensor FeatureTensor(View<const float> rows, bool transposed) {
  const size_t time = rows.rows(), channels = rows.cols();
  std::vector<float> values(time * channels);
  for (size_t t = 0; t < time; ++t)
    for (size_t c = 0; c < channels; ++c)
      values[transposed ? t * channels + c : c * time + t] = rows(t, c);
  model::Tensor tensor = model::TensorOfFloats({channels, time}, values);
  if (transposed) tensor.strides = {1, channels};
  return tensor;
}

model::Tensor ZeroFeatures(size_t channels, size_t time) {
  model::Tensor tensor = model::TensorOfFloats({1, 1}, std::vector<float>{0});
  tensor.shape = {channels, time};
  tensor.strides = {0, 0};
  return tensor;
}

void WriteFeature(const std::filesystem::path& path, const model::Tensor& tensor) {
  model::WriteTorchFile(path, tensor);
}

}  // namespace bv2::corpus
