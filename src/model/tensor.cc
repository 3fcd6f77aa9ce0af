#include "model/tensor.h"

#include <fmt/ranges.h>

#include <cstring>
#include <functional>

#include "base/check.h"
#include "base/file.h"
#include "model/half.h"

namespace bv2::model {
namespace {

// A view that repeats elements (stride 0) can claim more of them than the file holds.
constexpr size_t kMaxExpanded = size_t{1} << 24;

// Calls visit(index in the storage, number of elements one `step` apart) for each innermost row.
template <typename Visit>
void ForEachRow(const Tensor& tensor, Visit&& visit) {
  if (tensor.size() == 0) return;
  const size_t rank = tensor.shape.size();
  if (rank == 0) return visit(tensor.offset, size_t{1}, size_t{1});
  std::vector<size_t> index(rank, 0);
  size_t position = tensor.offset;
  while (true) {
    visit(position, tensor.shape[rank - 1], tensor.strides[rank - 1]);
    size_t axis = rank - 1;
    while (true) {
      if (axis == 0) return;
      --axis;
      position += tensor.strides[axis];
      if (++index[axis] < tensor.shape[axis]) break;
      position -= tensor.strides[axis] * tensor.shape[axis];
      index[axis] = 0;
    }
  }
}

template <typename T>
T LoadAt(const std::byte* data, size_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof(T), sizeof(T));
  return value;
}

template <typename T, typename Out, typename Convert>
void ConvertAll(const Tensor& tensor, Out* out, Convert&& convert) {
  const std::byte* data = tensor.storage->bytes.data();
  const size_t count = tensor.size();
  if (count > 0 && tensor.contiguous()) {
    const std::byte* first = data + tensor.offset * sizeof(T);
    for (size_t i = 0; i < count; ++i) out[i] = convert(LoadAt<T>(first, i));
    return;
  }
  ForEachRow(tensor, [&](size_t first, size_t row, size_t step) {
    for (size_t i = 0; i < row; ++i) *out++ = convert(LoadAt<T>(data, first + i * step));
  });
}

}  // namespace

FileImage MapFile(const std::filesystem::path& path) {
  auto file = std::make_shared<const MappedFile>(path);
  const auto bytes = file->bytes();
  return {std::move(file), bytes, path.string()};
}

size_t Tensor::size() const {
  size_t count = 1;
  for (const size_t extent : shape) count *= extent;
  return count;
}

size_t Tensor::byte_size() const { return size() * DTypeSize(dtype); }

bool Tensor::contiguous() const {
  size_t expected = 1;
  for (size_t axis = shape.size(); axis-- > 0;) {
    if (shape[axis] == 0) return true;
    if (shape[axis] != 1 && strides[axis] != expected) return false;
    expected *= shape[axis];
  }
  return true;
}

size_t CheckedCount(const std::vector<size_t>& shape, size_t limit) {
  size_t count = 1;
  for (const size_t extent : shape)
    if (extent == 0) return 0;
  for (const size_t extent : shape) {
    if (extent > limit / count)
      Fail(ErrorCode::kCorruptFile, "shape {} has more than {} elements", ShapeText(shape), limit);
    count *= extent;
  }
  return count;
}

std::vector<size_t> ContiguousStrides(const std::vector<size_t>& shape) {
  std::vector<size_t> strides(shape.size());
  size_t step = 1;
  for (size_t axis = shape.size(); axis-- > 0;) {
    strides[axis] = step;
    step *= shape[axis] == 0 ? 1 : shape[axis];
  }
  return strides;
}

void CheckBounds(const Tensor& tensor, size_t capacity) {
  if (tensor.shape.size() != tensor.strides.size())
    Fail(ErrorCode::kCorruptFile, "shape {} and strides {} differ in length",
         ShapeText(tensor.shape), ShapeText(tensor.strides));
  if (CheckedCount(tensor.shape, std::max(capacity, kMaxExpanded)) == 0) return;
  size_t last = tensor.offset;
  bool inside = last < capacity;
  for (size_t axis = 0; inside && axis < tensor.shape.size(); ++axis) {
    const size_t steps = tensor.shape[axis] - 1;
    if (steps == 0) continue;
    inside = tensor.strides[axis] <= (capacity - 1 - last) / steps;
    if (inside) last += steps * tensor.strides[axis];
  }
  if (!inside)
    Fail(ErrorCode::kCorruptFile,
         "a tensor of shape {} with strides {} at offset {} leaves its storage of {} elements",
         ShapeText(tensor.shape), ShapeText(tensor.strides), tensor.offset, capacity);
}

Tensor TensorOfBytes(DType dtype, std::vector<size_t> shape, std::vector<std::byte> bytes) {
  auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  Tensor tensor{.dtype = dtype, .shape = std::move(shape)};
  tensor.strides = ContiguousStrides(tensor.shape);
  tensor.storage = std::make_shared<const Storage>(Storage{owner, *owner});
  BV2_CHECK(tensor.byte_size() == owner->size(), "{} bytes cannot be a tensor of shape {}",
            owner->size(), ShapeText(tensor.shape));
  return tensor;
}

Tensor TensorOfFloats(std::vector<size_t> shape, std::span<const float> values) {
  const auto bytes = std::as_bytes(values);
  return TensorOfBytes(DType::kF32, std::move(shape), {bytes.begin(), bytes.end()});
}

std::span<const std::byte> PackedBytes(const Tensor& tensor, std::vector<std::byte>& scratch) {
  const size_t width = DTypeSize(tensor.dtype);
  if (tensor.size() == 0) return {};
  if (tensor.contiguous())
    return tensor.storage->bytes.subspan(tensor.offset * width, tensor.byte_size());
  scratch.resize(tensor.byte_size());
  std::byte* out = scratch.data();
  ForEachRow(tensor, [&](size_t first, size_t count, size_t step) {
    for (size_t i = 0; i < count; ++i, out += width)
      std::memcpy(out, tensor.storage->bytes.data() + (first + i * step) * width, width);
  });
  return scratch;
}

void ToFloats(const Tensor& tensor, std::span<float> out) {
  BV2_CHECK(out.size() == tensor.size(), "{} values do not fit {} places", tensor.size(),
            out.size());
  const auto plain = [](auto value) { return static_cast<float>(value); };
  switch (tensor.dtype) {
    case DType::kF32:
      return ConvertAll<float>(tensor, out.data(), plain);
    case DType::kF16:
      return ConvertAll<uint16_t>(tensor, out.data(),
                                  [](uint16_t bits) { return WidenHalf(bits); });
    case DType::kBF16:
      return ConvertAll<uint16_t>(tensor, out.data(), BFloat16ToFloat);
    case DType::kF64:
      return ConvertAll<double>(tensor, out.data(), plain);
    default: {
      const std::vector<int64_t> integers = ToIntegers(tensor);
      for (size_t i = 0; i < integers.size(); ++i) out[i] = static_cast<float>(integers[i]);
    }
  }
}

std::vector<int64_t> ToIntegers(const Tensor& tensor) {
  std::vector<int64_t> out(tensor.size());
  const auto plain = [](auto value) { return static_cast<int64_t>(value); };
  switch (tensor.dtype) {
    case DType::kI64:
      ConvertAll<int64_t>(tensor, out.data(), plain);
      break;
    case DType::kI32:
      ConvertAll<int32_t>(tensor, out.data(), plain);
      break;
    case DType::kI16:
      ConvertAll<int16_t>(tensor, out.data(), plain);
      break;
    case DType::kI8:
      ConvertAll<int8_t>(tensor, out.data(), plain);
      break;
    case DType::kU8:
    case DType::kBool:
      ConvertAll<uint8_t>(tensor, out.data(), plain);
      break;
    default:
      Fail(ErrorCode::kInvalidArgument, "a tensor of {} holds no integers",
           DTypeName(tensor.dtype));
  }
  return out;
}

std::string ShapeText(const std::vector<size_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

}  // namespace bv2::model
