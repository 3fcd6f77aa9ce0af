#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "base/view.h"
#include "model/tensor.h"

namespace bv2::check {

// A dense row-major array as the golden files hold it, [batch][channel][time] or smaller. A double
// holds every stored type exactly (integers up to 2^53).
struct Array {
  std::vector<size_t> shape = {};
  std::vector<double> values = {};
};

Array ReadArray(const model::Tensor& tensor);

// Throws kInvalidArgument, naming `what`, unless the array has that many dimensions.
void RequireRank(const Array& array, size_t rank, const char* what);

// Item b of [B][C][T], its first `length` columns, as the runtime has it: [length][C].
Matrix ItemRows(const Array& array, size_t item, size_t length);
// Item b of [B][C][1] or [B][C].
std::vector<float> ItemColumn(const Array& array, size_t item);
// The first `length` integers of item b of [B][T].
std::vector<int64_t> ItemIds(const Array& array, size_t item, size_t length);

// The number of leading ones of each item of a mask, [B][1][T] or, for attention, [B][1][T][T].
// Throws kInvalidArgument for a mask with holes or of another shape.
std::vector<size_t> MaskLengths(const Array& mask);

// [T][1] of values along time.
Matrix ToColumn(std::span<const float> values);

// The monotonic path as the original stores it: element (frame, phone) is 1 where the frame belongs
// to the phone. The frames of all phones must fit into `total`; the rest of the rows is zero.
Matrix PathRows(std::span<const int> frames, size_t total);

// What we computed for a whole batch, in the layout of the golden files.
class Batch {
 public:
  // Elements that Put does not reach were cut off by a mask: either the reference made them zero,
  // or they are leftovers that nothing reads and that are not compared.
  enum class Rest { kZero, kIgnored };
  Batch(std::vector<size_t> shape, Rest rest);
  // A batch that is one array, all of it compared.
  explicit Batch(Array array);

  // rows [T'][C] → item b of [B][C][T], T' ≤ T.
  void Put(size_t item, View<const float> rows);
  // Takes columns [first, end) of item b out of the comparison.
  void Ignore(size_t item, size_t first, size_t end);

  const Array& array() const { return array_; }
  bool complete() const { return compared_.empty(); }
  bool compared(size_t index) const { return compared_.empty() || compared_[index]; }

 private:
  Array array_;
  std::vector<bool> compared_;  // empty: all
};

}  // namespace bv2::check
