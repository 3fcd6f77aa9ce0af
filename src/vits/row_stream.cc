#include "vits/row_stream.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::vits {

void RowStream::Extend(ptrdiff_t new_end, Arena& arena) {
  BV2_DCHECK(new_end >= end_);
  fresh_ = static_cast<size_t>(new_end - end_);
  rows_ = arena.Matrix(kept_rows_ + fresh_, channels_);
  for (size_t r = 0; r < kept_rows_; ++r)
    std::ranges::copy(std::as_const(kept_).view()[r], rows_[r].begin());
  end_ = new_end;
}

void RowStream::Trim(ptrdiff_t first_needed) {
  const ptrdiff_t first = std::clamp(first_needed, begin(), end_);
  kept_rows_ = static_cast<size_t>(end_ - first);
  if (kept_rows_ > kept_.rows()) kept_ = Matrix(kept_rows_, channels_);
  const View<const float> needed = Range(first, end_);
  for (size_t r = 0; r < kept_rows_; ++r) std::ranges::copy(needed[r], kept_.view()[r].begin());
  rows_ = {};
  fresh_ = 0;
}

View<const float> RowStream::Range(ptrdiff_t first, ptrdiff_t end) const {
  BV2_DCHECK(first >= begin() && end <= end_ && first <= end);
  return rows_.Rows(static_cast<size_t>(first - begin()), static_cast<size_t>(end - first));
}

}  // namespace bv2::vits
