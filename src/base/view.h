#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include "base/check.h"

namespace bv2 {

// A non-owning matrix [rows][cols] whose rows are `stride` elements apart; columns are contiguous.
// Activations are [time][channel]. Pass by value; it is valid as long as the memory it points to.
template <typename T>
class View {
 public:
  View() = default;
  View(T* data, size_t rows, size_t cols, size_t stride)
      : data_(data), rows_(rows), cols_(cols), stride_(stride) {
    BV2_DCHECK(stride >= cols || rows <= 1);
  }
  View(T* data, size_t rows, size_t cols) : View(data, rows, cols, cols) {}

  // View<float> converts to View<const float>.
  template <typename U>
  requires std::is_same_v<const U, T> View(View<U> other)  // NOLINT(google-explicit-constructor)
      : View(other.data(), other.rows(), other.cols(), other.stride()) {}

  T* data() const { return data_; }
  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  size_t stride() const { return stride_; }
  bool empty() const { return data_ == nullptr; }

  T* row(size_t r) const {
    BV2_DCHECK(r < rows_);
    return data_ + r * stride_;
  }
  std::span<T> operator[](size_t r) const { return {row(r), cols_}; }
  T& operator()(size_t r, size_t c) const {
    BV2_DCHECK(c < cols_);
    return row(r)[c];
  }

  // Rows [first, first + count).
  View Rows(size_t first, size_t count) const {
    BV2_DCHECK(first + count <= rows_);
    return View(data_ + first * stride_, count, cols_, stride_);
  }
  // Columns [first, first + count) of every row.
  View Cols(size_t first, size_t count) const {
    BV2_DCHECK(first + count <= cols_);
    return View(data_ + first, rows_, count, stride_);
  }

 private:
  T* data_ = nullptr;
  size_t rows_ = 0;
  size_t cols_ = 0;
  size_t stride_ = 0;
};

}  // namespace bv2
