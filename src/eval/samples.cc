#include "eval/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "audio/write.h"
#include "base/file.h"
#include "plot/heatmap.h"
#include "plot/png.h"

namespace bv2::eval {
namespace {

struct Named {
  const char* name;
  const Sound* sound;
};

Matrix Transposed(View<const float> rows) {
  Matrix result(rows.cols(), rows.rows());
  for (size_t t = 0; t < rows.rows(); ++t)
    for (size_t c = 0; c < rows.cols(); ++c) result(c, t) = rows(t, c);
  return result;
}

// Pictures of the same width, one above the other.
plot::Image Stacked(const std::vector<plot::Image>& images) {
  plot::Image stack{.width = images.front().width, .height = 0, .pixels = {}};
  for (const plot::Image& image : images) {
    stack.height += image.height;
    stack.pixels.insert(stack.pixels.end(), image.pixels.begin(), image.pixels.end());
  }
  return stack;
}

// In the colours of the recording, so that they can be compared.
std::pair<double, double> RangeOf(View<const float> mel) {
  double low = mel(0, 0), high = low;
  for (size_t t = 0; t < mel.rows(); ++t)
    for (const double value : mel[t]) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  return {low, std::max(high, low + 1)};
}

}  // namespace

void WriteSamples(const std::filesystem::path& folder, size_t number, const Recording& recording,
                  const Evaluated& evaluated, int sample_rate) {
  std::filesystem::create_directories(folder);
  const std::string name =
      fmt::format("{:03}-{}", number + 1, std::filesystem::path(recording.audio).stem().string());
  const audio::Format format{.container = audio::Container::kWav,
                             .sample_type = audio::SampleType::kPcm16,
                             .sample_rate = sample_rate};
  const auto range = RangeOf(recording.sound.mel);
  std::vector<plot::Image> pictures;
  for (const Named& named :
       {Named{"recorded", &recording.sound}, Named{"copied", &evaluated.copied},
        Named{"timed", &evaluated.timed}, Named{"spoken", &evaluated.spoken}}) {
    if (named.sound->samples.empty()) continue;
    audio::WriteAudio(folder / fmt::format("{}.{}.wav", name, named.name), format,
                      named.sound->samples);
    pictures.push_back(plot::DrawHeatmap(
        Transposed(named.sound->mel),
        {.title = named.name, .x_label = "Frame", .y_label = "Channel", .range = range}));
  }
  ReplaceFile(folder / (name + ".png"), plot::EncodePng(Stacked(pictures)));
}

}  // namespace bv2::eval
