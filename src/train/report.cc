#include "train/report.h"

#include <algorithm>

namespace bv2::train {
namespace {

double Number(const Tensor& scalar) { return scalar.defined() ? scalar.item<double>() : 0; }

std::vector<double> Numbers(const std::vector<Tensor>& scalars) {
  std::vector<double> numbers;
  for (const Tensor& scalar : scalars) numbers.push_back(Number(scalar));
  return numbers;
}

}  // namespace

board::StepReport Report(const StepLosses& losses, int64_t step, double learning_rate) {
  board::StepReport report{.step = step,
                           .learning_rate = learning_rate,
                           .grad_norm_d = Number(losses.grad_norm_d),
                           .grad_norm_g = Number(losses.grad_norm_g),
                           .total_d = Number(losses.disc),
                           .total_g = Number(losses.gen_all),
                           .adversarial = Number(losses.gen),
                           .features = Number(losses.fm),
                           .mel = Number(losses.mel),
                           .durations = Number(losses.dur),
                           .kl = Number(losses.kl),
                           .each_g = Numbers(losses.gen_parts),
                           .each_real = Numbers(losses.disc_r),
                           .each_generated = Numbers(losses.disc_g),
                           .more = {}};
  if (losses.dur_disc.defined()) {
    report.more = {{"loss/dur_disc/total", Number(losses.dur_disc)},
                   {"loss/g/dur_gen", Number(losses.dur_gen)},
                   {"grad_norm_dur", Number(losses.grad_norm_dur)}};
  }
  if (losses.stft.defined()) report.more.emplace_back("loss/g/stft", Number(losses.stft));
  return report;
}

Matrix ToMatrix(const torch::Tensor& tensor) {
  const Tensor dense = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  Matrix matrix(static_cast<size_t>(dense.size(0)), static_cast<size_t>(dense.size(1)));
  const View<float> rows = matrix;
  const float* from = dense.data_ptr<float>();
  for (size_t r = 0; r < rows.rows(); ++r, from += rows.cols())
    std::copy_n(from, rows.cols(), rows.row(r));
  return matrix;
}

void ShowPictures(const StepOutput& out, int64_t step, board::TrainBoard& board) {
  const Matrix original = ToMatrix(out.y_mel[0]);
  const Matrix generated = ToMatrix(out.y_hat_mel[0]);
  const Matrix whole = ToMatrix(out.mel[0]);
  const Matrix alignment = ToMatrix(out.generator.attn[0][0]);
  board.Pictures(step, {.slice_original = original,
                        .slice_generated = generated,
                        .whole = whole,
                        .alignment = alignment});
}

}  // namespace bv2::train
