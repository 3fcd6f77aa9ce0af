#pragma once

#include <cstddef>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/view.h"

namespace bv2::vits {

// One tensor of the decoder while it is computed chunk by chunk along time: the few rows that later
// chunks still need are kept between chunks, the rest lives in scratch memory for one chunk.
// Rows carry absolute times, so that a layer's arithmetic does not depend on the chunking.
class RowStream {
 public:
  explicit RowStream(size_t channels) : channels_(channels) {}

  // Appends rows [end(), new_end) to be filled by the producer; the scratch is valid until Trim or
  // the end of the arena's scope.
  void Extend(ptrdiff_t new_end, Arena& arena);
  // Ends the chunk: keeps only rows from `first_needed` on.
  void Trim(ptrdiff_t first_needed);

  View<float> fresh() const { return rows_.Rows(rows_.rows() - fresh_, fresh_); }
  View<const float> rows() const { return rows_; }  // times begin() … end() − 1
  View<const float> Range(ptrdiff_t first, ptrdiff_t end) const;
  ptrdiff_t begin() const { return end_ - static_cast<ptrdiff_t>(rows_.rows()); }
  ptrdiff_t end() const { return end_; }

 private:
  size_t channels_;
  Matrix kept_;            // storage of the rows kept between chunks
  size_t kept_rows_ = 0;   // how many of them are in use
  View<float> rows_ = {};  // kept rows, then fresh ones
  size_t fresh_ = 0;
  ptrdiff_t end_ = 0;
};

}  // namespace bv2::vits
