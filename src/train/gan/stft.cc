#include "train/gan/stft.h"

#include <c10/core/impl/LocalDispatchKeySet.h>

namespace bv2::train {

Stft::Stft(const Shape& shape) : shape_(shape), window_(torch::hann_window(shape.win_length)) {}

Tensor Stft::Magnitudes(const Tensor& wav) const {
  const c10::impl::ExcludeDispatchKeyGuard full_precision(c10::autocast_dispatch_keyset);
  const int64_t margin = (shape_.filter_length - shape_.hop_length) / 2;
  const Tensor mirrored =
      torch::reflection_pad1d(wav.to(torch::kFloat).unsqueeze(1), {margin, margin}).squeeze(1);
  const Tensor spectrum =
      torch::stft(mirrored, shape_.filter_length, shape_.hop_length, shape_.win_length, window_,
                  /*center=*/false, "reflect", /*normalized=*/false, /*onesided=*/true,
                  /*return_complex=*/true);
  return torch::sqrt(torch::view_as_real(spectrum).pow(2).sum(-1) + 1e-6);
}

StftLoss::StftLoss()
    : resolutions_{Stft({.filter_length = 1024, .hop_length = 120, .win_length = 600}),
                   Stft({.filter_length = 2048, .hop_length = 240, .win_length = 1200}),
                   Stft({.filter_length = 512, .hop_length = 50, .win_length = 240})} {}

void StftLoss::To(torch::Device device) {
  for (Stft& stft : resolutions_) stft.To(device);
}

Tensor StftLoss::Forward(const Tensor& generated, const Tensor& real) const {
  std::vector<Tensor> distances;
  for (const Stft& stft : resolutions_) {
    const Tensor wanted = stft.Magnitudes(real), heard = stft.Magnitudes(generated);
    distances.push_back((wanted - heard).norm() / wanted.norm() +
                        torch::l1_loss(torch::log(heard), torch::log(wanted)));
  }
  return torch::stack(distances).mean();
}

}  // namespace bv2::train
