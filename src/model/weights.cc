#include "model/weights.h"

#include <array>
#include <cmath>
#include <cstdint>

#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "model/tensor_file.h"
#include "model/version.h"

namespace bv2::model {
namespace {

// The two names under which PyTorch stores a normed weight's magnitude and direction.
struct NormNames {
  const char* magnitude;
  const char* direction;
};
constexpr NormNames kNormNames[] = {
    {".weight_g", ".weight_v"},
    {".parametrizations.weight.original0", ".parametrizations.weight.original1"}};

// " (this file looks like …)", or nothing.
std::string VersionHint(const TensorFile& file) {
  const std::string version = DetectVersion(file);
  return version.empty() ? "" : fmt::format("; this file looks like {}", version);
}

const Tensor& Find(const TensorFile& file, const std::string& name) {
  if (const Tensor* tensor = file.Find(name)) return *tensor;
  Fail(ErrorCode::kNotFound, "'{}' has no tensor {}{}", file.source(), name, VersionHint(file));
}

const Tensor& Find(const TensorFile& file, const std::string& name,
                   const std::vector<size_t>& shape) {
  const Tensor& tensor = Find(file, name);
  if (tensor.shape != shape)
    Fail(ErrorCode::kInvalidArgument, "'{}': tensor {} has shape {}, the network needs {}{}",
         file.source(), name, ShapeText(tensor.shape), ShapeText(shape), VersionHint(file));
  return tensor;
}

Floats Own(Buffer<float> values) {
  auto owner = std::make_shared<const Buffer<float>>(std::move(values));
  return Floats(owner, owner->span());
}

// The elements in the storage, if they follow one another at addresses fit for their type.
std::span<const std::byte> BytesInPlace(const Tensor& tensor) {
  const size_t width = DTypeSize(tensor.dtype);
  if (tensor.size() == 0 || !tensor.contiguous()) return {};
  const auto bytes = tensor.storage->bytes.subspan(tensor.offset * width, tensor.byte_size());
  return reinterpret_cast<uintptr_t>(bytes.data()) % width == 0 ? bytes
                                                                : std::span<const std::byte>();
}

// What a converted copy was made of is not needed again.
void ReleaseSource(const TensorFile& file, const Tensor& tensor) {
  file.Release(BytesInPlace(tensor));
}

Floats ToFloats(const TensorFile& file, const Tensor& tensor) {
  if (tensor.size() == 0) return Floats(tensor.storage, {});
  const auto bytes = BytesInPlace(tensor);
  if (tensor.dtype == DType::kF32 && !bytes.empty())
    return Floats(tensor.storage, {reinterpret_cast<const float*>(bytes.data()), tensor.size()});
  Buffer<float> values(tensor.size(), Uninitialized{});
  ToFloats(tensor, values.span());
  ReleaseSource(file, tensor);
  return Own(std::move(values));
}

// In several sums at once, which the processor can add in parallel.
double SumOfSquares(std::span<const float> values) {
  constexpr size_t kSums = 16;
  std::array<double, kSums> sums{};
  const size_t whole = values.size() / kSums * kSums;
  for (size_t i = 0; i < whole; i += kSums)
    for (size_t k = 0; k < kSums; ++k) sums[k] += double{values[i + k]} * double{values[i + k]};
  double total = 0;
  for (const float rest : values.subspan(whole)) total += double{rest} * double{rest};
  for (const double sum : sums) total += sum;
  return total;
}

// w = g · v/‖v‖ for each slice of the first dimension.
Floats FoldNorm(const TensorFile& file, const Tensor& magnitude, const Tensor& direction) {
  const size_t rows = direction.shape[0];
  const Floats scales = ToFloats(file, magnitude);
  const Floats directions = ToFloats(file, direction);
  Buffer<float> values(directions.size(), Uninitialized{});
  const size_t cols = rows == 0 ? 0 : values.size() / rows;
  for (size_t r = 0; r < rows; ++r) {
    const auto from = directions.span().subspan(r * cols, cols);
    const auto to = values.span().subspan(r * cols, cols);
    const double factor = double{scales.span()[r]} / std::sqrt(SumOfSquares(from));
    for (size_t c = 0; c < cols; ++c) to[c] = static_cast<float>(double{from[c]} * factor);
  }
  ReleaseSource(file, direction);
  return Own(std::move(values));
}

}  // namespace

Weights Weights::Open(const std::filesystem::path& path) { return Weights(TensorFile::Open(path)); }

Weights OpenVoiceWeights(const std::filesystem::path& path) {
  const std::shared_ptr<const TensorFile> file = TensorFile::Open(path);
  const Tensor* zh = file->Find("enc_p.bert_proj.weight");
  const bool other_version = file->Find("enc_p.en_bert_proj.weight") != nullptr;
  NamedTensors added;
  if (zh != nullptr && zh->shape.size() == 3 && !other_version) {
    const size_t hidden = zh->shape[0];
    constexpr size_t kJapaneseBert = 768;
    for (const auto& [name, shape] : {std::pair<const char*, std::vector<size_t>>{
                                          "enc_p.ja_bert_proj.weight", {hidden, kJapaneseBert, 1}},
                                      {"enc_p.ja_bert_proj.bias", {hidden}}}) {
      if (file->Find(name) != nullptr) continue;
      LogWarning("'{}' has no {}, as Bert-VITS2 1.0 files: zeros are used", path.string(), name);
      const std::vector<float> zeros(CheckedCount(shape, SIZE_MAX / sizeof(float)));
      added.emplace_back(name, TensorOfFloats(shape, zeros));
    }
  }
  if (added.empty()) return Weights(file);
  NamedTensors all = file->tensors();
  all.insert(all.end(), added.begin(), added.end());
  return Weights(std::make_shared<const TensorFile>(file->source(), std::move(all)));
}

Weights::Weights(std::shared_ptr<const TensorFile> file, std::string prefix)
    : file_(std::move(file)), prefix_(std::move(prefix)) {}

Weights Weights::Scope(std::string_view name) const {
  return Weights(file_, fmt::format("{}{}.", prefix_, name));
}
Weights Weights::Scope(std::string_view name, size_t index) const {
  return Weights(file_, fmt::format("{}{}.{}.", prefix_, name, index));
}

bool Weights::Has(std::string_view name) const {
  return file_->Find(fmt::format("{}{}", prefix_, name)) != nullptr;
}

const std::vector<size_t>& Weights::Shape(std::string_view name) const {
  return Find(*file_, fmt::format("{}{}", prefix_, name)).shape;
}

Floats Weights::Get(std::string_view name, const std::vector<size_t>& shape) const {
  return ToFloats(*file_, Find(*file_, fmt::format("{}{}", prefix_, name), shape));
}

Floats Weights::GetNormed(std::string_view name, const std::vector<size_t>& shape) const {
  const std::string full = fmt::format("{}{}", prefix_, name);
  for (const NormNames& norm : kNormNames) {
    if (file_->Find(full + norm.direction) == nullptr) continue;
    const Tensor& direction = Find(*file_, full + norm.direction, shape);
    std::vector<size_t> magnitude_shape(shape.size(), 1);
    if (!shape.empty()) magnitude_shape[0] = shape[0];
    return FoldNorm(*file_, Find(*file_, full + norm.magnitude, magnitude_shape), direction);
  }
  return ToFloats(*file_, Find(*file_, full + ".weight", shape));
}

std::optional<HalfValues> Weights::GetHalf(std::string_view name,
                                           const std::vector<size_t>& shape) const {
  const Tensor& tensor = Find(*file_, fmt::format("{}{}", prefix_, name), shape);
  const auto bytes = BytesInPlace(tensor);
  if ((tensor.dtype != DType::kF16 && tensor.dtype != DType::kBF16) || bytes.empty())
    return std::nullopt;
  return HalfValues{.owner = tensor.storage,
                    .bits = {reinterpret_cast<const uint16_t*>(bytes.data()), tensor.size()},
                    .dtype = tensor.dtype};
}

void Weights::Release(std::span<const float> values) const {
  file_->Release(std::as_bytes(values));
}
void Weights::Release(const HalfValues& values) const {
  file_->Release(std::as_bytes(values.bits));
}

std::vector<size_t> Weights::NormedShape(std::string_view name) const {
  const std::string full = fmt::format("{}{}", prefix_, name);
  for (const NormNames& norm : kNormNames)
    if (const Tensor* direction = file_->Find(full + norm.direction)) return direction->shape;
  return Find(*file_, full + ".weight").shape;
}

const std::string& Weights::source() const { return file_->source(); }

}  // namespace bv2::model
