#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "base/view.h"

namespace bv2 {

// Every buffer starts on a cache line and is padded to whole vectors of the widest target.
inline constexpr size_t kAlignment = 64;

// Rounds a row length up to whole 64-byte vectors, and away from multiples of 4 KB, where the rows
// of a matrix would fall into the same cache sets (measured: 20 % slower GEMMs).
template <typename T>
constexpr size_t PaddedStride(size_t cols) {
  constexpr size_t kLanes = kAlignment / sizeof(T);
  const size_t padded = (cols + kLanes - 1) / kLanes * kLanes;
  return (padded * sizeof(T)) % 4096 == 0 && padded != 0 ? padded + kLanes : padded;
}

// Raw memory, 64-byte aligned; large blocks on huge pages where the system has them, since a voice
// is hundreds of megabytes of weights that every frame walks through.
void* AllocateAligned(size_t bytes);
void FreeAligned(void* memory);

struct Uninitialized {};

// An owning, 64-byte aligned array, zero-initialised unless it is told otherwise. Move-only.
template <typename T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;
  explicit Buffer(size_t size) : Buffer(size, Uninitialized{}) {
    if (size > 0) std::memset(static_cast<void*>(data_.get()), 0, PaddedBytes(size));
  }
  // For arrays that are filled at once.
  Buffer(size_t size, Uninitialized) : size_(size) {
    if (size > 0) data_.reset(static_cast<T*>(AllocateAligned(PaddedBytes(size))));
  }
  Buffer(Buffer&& other) noexcept
      : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t i) {
    BV2_DCHECK(i < size_);
    return data_.get()[i];
  }
  const T& operator[](size_t i) const {
    BV2_DCHECK(i < size_);
    return data_.get()[i];
  }
  std::span<T> span() { return {data(), size_}; }
  std::span<const T> span() const { return {data(), size_}; }

 private:
  struct Free {
    void operator()(T* memory) const { FreeAligned(memory); }
  };
  static size_t PaddedBytes(size_t size) {
    BV2_CHECK(size <= (SIZE_MAX - kAlignment) / sizeof(T), "a buffer of {} elements is too large",
              size);
    return (size * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
  }

  std::unique_ptr<T, Free> data_;
  size_t size_ = 0;
};

// An owning matrix [rows][cols] with padded rows; the usual home of activations. Move-only.
template <typename T>
class MatrixOf {
 public:
  MatrixOf() = default;
  MatrixOf(size_t rows, size_t cols)
      : buffer_(rows * PaddedStride<T>(cols)),
        rows_(rows),
        cols_(cols),
        stride_(PaddedStride<T>(cols)) {}

  View<T> view() { return {buffer_.data(), rows_, cols_, stride_}; }
  View<const T> view() const { return {buffer_.data(), rows_, cols_, stride_}; }
  operator View<T>() { return view(); }              // NOLINT(google-explicit-constructor)
  operator View<const T>() const { return view(); }  // NOLINT(google-explicit-constructor)
  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  size_t stride() const { return stride_; }
  T& operator()(size_t r, size_t c) { return view()(r, c); }
  const T& operator()(size_t r, size_t c) const { return view()(r, c); }

 private:
  Buffer<T> buffer_;
  size_t rows_ = 0;
  size_t cols_ = 0;
  size_t stride_ = 0;
};

using Matrix = MatrixOf<float>;

}  // namespace bv2
