#include "check/array.h"

#include <algorithm>

#include "base/check.h"
#include "vits/path.h"

namespace bv2::check {
namespace {

bool IsFloating(model::DType dtype) {
  using model::DType;
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16 ||
         dtype == DType::kF64;
}

// Doubles are read as they are: the runtime's own conversion would round them to floats.
std::vector<double> ReadDoubles(const model::Tensor& tensor) {
  std::vector<std::byte> scratch;
  const std::span<const std::byte> bytes = model::PackedBytes(tensor, scratch);
  std::vector<double> values(tensor.size());
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  return values;
}

}  // namespace

Array ReadArray(const model::Tensor& tensor) {
  Array array{.shape = tensor.shape};
  if (tensor.dtype == model::DType::kF64) {
    array.values = ReadDoubles(tensor);
  } else if (IsFloating(tensor.dtype)) {
    std::vector<float> values(tensor.size());
    model::ToFloats(tensor, values);
    array.values.assign(values.begin(), values.end());
  } else {
    const std::vector<int64_t> values = model::ToIntegers(tensor);
    for (const int64_t value : values) array.values.push_back(static_cast<double>(value));
  }
  return array;
}

void RequireRank(const Array& array, size_t rank, const char* what) {
  BV2_CHECK(array.shape.size() == rank, "{} has shape {}, expected {} dimensions", what,
            model::ShapeText(array.shape), rank);
}

Matrix ItemRows(const Array& array, size_t item, size_t length) {
  RequireRank(array, 3, "an input of the case");
  const size_t channels = array.shape[1], time = array.shape[2];
  BV2_CHECK(item < array.shape[0] && length <= time, "item {} of length {} of an input of shape {}",
            item, length, model::ShapeText(array.shape));
  Matrix rows(length, channels);
  for (size_t t = 0; t < length; ++t)
    for (size_t c = 0; c < channels; ++c)
      rows(t, c) = static_cast<float>(array.values[(item * channels + c) * time + t]);
  return rows;
}

std::vector<float> ItemColumn(const Array& array, size_t item) {
  const bool column = array.shape.size() == 2 || (array.shape.size() == 3 && array.shape[2] == 1);
  BV2_CHECK(column && item < array.shape[0], "a vector for item {} wanted; the input has shape {}",
            item, model::ShapeText(array.shape));
  const size_t channels = array.shape[1];
  const auto first = array.values.begin() + static_cast<ptrdiff_t>(item * channels);
  std::vector<float> values;
  std::transform(first, first + static_cast<ptrdiff_t>(channels), std::back_inserter(values),
                 [](double value) { return static_cast<float>(value); });
  return values;
}

std::vector<int64_t> ItemIds(const Array& array, size_t item, size_t length) {
  RequireRank(array, 2, "an input of ids");
  BV2_CHECK(item < array.shape[0] && length <= array.shape[1],
            "item {} of length {} of an input of shape {}", item, length,
            model::ShapeText(array.shape));
  std::vector<int64_t> ids(length);
  for (size_t t = 0; t < length; ++t)
    ids[t] = static_cast<int64_t>(array.values[item * array.shape[1] + t]);
  return ids;
}

std::vector<size_t> MaskLengths(const Array& mask) {
  const size_t rank = mask.shape.size();
  BV2_CHECK((rank == 3 || rank == 4) && mask.shape[1] == 1,
            "a mask of shape {}; expected [B, 1, T] or [B, 1, T, T]", model::ShapeText(mask.shape));
  const size_t time = mask.shape.back();
  const size_t stride = rank == 3 ? time : mask.shape[2] * time;
  std::vector<size_t> lengths;
  for (size_t b = 0; b < mask.shape[0]; ++b) {
    const std::span<const double> row(mask.values.data() + b * stride, time);
    const auto end = std::ranges::find(row, 0.0);
    BV2_CHECK(std::all_of(end, row.end(), [](double value) { return value == 0; }),
              "the mask of item {} has holes", b);
    lengths.push_back(static_cast<size_t>(end - row.begin()));
  }
  return lengths;
}

Matrix ToColumn(std::span<const float> values) {
  Matrix column(values.size(), 1);
  for (size_t t = 0; t < values.size(); ++t) column(t, 0) = values[t];
  return column;
}

Matrix PathRows(std::span<const int> frames, size_t total) {
  Matrix identity(frames.size(), frames.size());
  for (size_t t = 0; t < frames.size(); ++t) identity(t, t) = 1.0f;
  Matrix path(total, frames.size());
  vits::Expand(identity, frames, path);
  return path;
}

Batch::Batch(std::vector<size_t> shape, Rest rest) : array_{.shape = std::move(shape)} {
  const size_t count = model::CheckedCount(array_.shape, size_t{1} << 30);
  array_.values.assign(count, 0.0);
  if (rest == Rest::kIgnored) compared_.assign(count, false);
}

Batch::Batch(Array array) : array_(std::move(array)) {}

void Batch::Put(size_t item, View<const float> rows) {
  RequireRank(array_, 3, "a result");
  const size_t channels = array_.shape[1], time = array_.shape[2];
  BV2_CHECK(item < array_.shape[0] && rows.rows() <= time && rows.cols() == channels,
            "{} rows of {} values do not fit item {} of {}", rows.rows(), rows.cols(), item,
            model::ShapeText(array_.shape));
  for (size_t t = 0; t < rows.rows(); ++t) {
    for (size_t c = 0; c < channels; ++c) {
      const size_t index = (item * channels + c) * time + t;
      array_.values[index] = rows(t, c);
      if (!compared_.empty()) compared_[index] = true;
    }
  }
}

void Batch::Ignore(size_t item, size_t first, size_t end) {
  if (compared_.empty()) compared_.assign(array_.values.size(), true);
  const size_t channels = array_.shape[1], time = array_.shape[2];
  for (size_t c = 0; c < channels; ++c)
    for (size_t t = first; t < end; ++t) compared_[(item * channels + c) * time + t] = false;
}

}  // namespace bv2::check
