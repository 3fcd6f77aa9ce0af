#include "train/model/segments.h"

namespace bv2::train {

Tensor SequenceMask(const Tensor& lengths, int64_t longest) {
  if (longest == 0) longest = lengths.max().item<int64_t>();
  const Tensor places = torch::arange(longest, lengths.options());
  return places.unsqueeze(0) < lengths.unsqueeze(1);
}

Tensor GeneratePath(const Tensor& durations, const Tensor& mask) {
  const Tensor frames = torch::arange(mask.size(2), durations.options()).view({1, 1, -1, 1});
  const Tensor ends = torch::cumsum(durations, -1).unsqueeze(2);  // [B, 1, 1, Tx]
  const Tensor starts = torch::constant_pad_nd(ends, {1, 0}).narrow(3, 0, mask.size(3));
  return torch::logical_and(frames < ends, frames >= starts).to(mask.dtype()) * mask;
}

Tensor SliceSegments(const Tensor& x, const Tensor& starts, int64_t size) {
  const Tensor offsets = torch::arange(size, starts.options());
  const Tensor columns = starts.unsqueeze(1) + offsets.unsqueeze(0);  // [B, size]
  const Tensor inside = (columns < x.size(2)).unsqueeze(1);
  const Tensor index = columns.clamp_max(x.size(2) - 1).unsqueeze(1);
  return x.gather(2, index.expand({-1, x.size(1), -1})) * inside.to(x.dtype());
}

Tensor SegmentStarts(const Tensor& uniform, const Tensor& lengths, int64_t size) {
  return (uniform * (lengths - size + 1)).to(torch::kLong).clamp_min(0);
}

}  // namespace bv2::train
