#include "train/gan/mel.h"

#include <c10/core/impl/LocalDispatchKeySet.h>

#include "dsp/mel.h"

namespace bv2::train {
namespace {

Tensor Basis(const model::DataConfig& config) {
  const dsp::MelFilters filters({.sample_rate = static_cast<double>(config.sampling_rate),
                                 .filter_length = config.filter_length,
                                 .n_mel_channels = config.n_mel_channels,
                                 .fmin = config.mel_fmin,
                                 .fmax = config.mel_fmax});
  const View<const float> weights = filters.weights();
  const Tensor basis =
      torch::empty({static_cast<int64_t>(weights.rows()), static_cast<int64_t>(weights.cols())});
  float* out = basis.data_ptr<float>();
  for (size_t row = 0; row < weights.rows(); ++row)
    out = std::copy(weights[row].begin(), weights[row].end(), out);
  return basis;
}

}  // namespace

MelSpectrogram::MelSpectrogram(const model::DataConfig& config)
    : stft_({.filter_length = static_cast<int64_t>(config.filter_length),
             .hop_length = static_cast<int64_t>(config.hop_length),
             .win_length = static_cast<int64_t>(config.win_length)}),
      basis_(Basis(config)) {}

void MelSpectrogram::To(torch::Device device) {
  stft_.To(device);
  basis_ = basis_.to(device);
}

Tensor MelSpectrogram::FromSpectrogram(const Tensor& spec) const {
  const c10::impl::ExcludeDispatchKeyGuard full_precision(c10::autocast_dispatch_keyset);
  return torch::log(torch::matmul(basis_, spec.to(torch::kFloat)).clamp_min(1e-5));
}

}  // namespace bv2::train
