#include "corpus/training_wav.h"

#include "audio/wav_header.h"
#include "base/error.h"
#include "base/file.h"

namespace bv2::corpus {
namespace {

constexpr const char* kRemedy = "bertvits2 resample makes what training reads";

audio::WavHeader Check(const MappedFile& file, const std::filesystem::path& path,
                       const model::DataConfig& config) {
  const audio::WavHeader header = audio::ReadWavHeader(file.bytes(), path.string());
  const bool right = header.coding == 1 && header.bits == 16 && header.channels == 1 &&
                     header.sample_rate == static_cast<int>(config.sampling_rate);
  if (!right)
    Fail(ErrorCode::kUnsupported, "'{}' has {}; 16-bit integers, 1 channel, {} Hz are needed. {}",
         path.string(), header.Description(), config.sampling_rate, kRemedy);
  if (header.data_bytes < header.promised_bytes)
    Fail(ErrorCode::kCorruptFile, "'{}' breaks off: {} bytes of samples of {} are there. {}",
         path.string(), header.data_bytes, header.promised_bytes, kRemedy);
  if (header.data_bytes < 2) Fail(ErrorCode::kCorruptFile, "'{}' holds no samples", path.string());
  return header;
}

}  // namespace

std::vector<float> ReadTrainingWav(const std::filesystem::path& path,
                                   const model::DataConfig& config) {
  const MappedFile file(path);
  const audio::WavHeader header = Check(file, path, config);
  const auto bytes = file.bytes().subspan(header.data_offset, header.data_bytes);
  const auto scale = static_cast<float>(config.max_wav_value);
  std::vector<float> samples(header.data_bytes / 2);
  for (size_t i = 0; i < samples.size(); ++i) {
    const auto low = static_cast<unsigned>(bytes[2 * i]);
    const auto high = static_cast<unsigned>(bytes[2 * i + 1]);
    samples[i] = static_cast<float>(static_cast<int16_t>(low | high << 8)) / scale;
  }
  return samples;
}

size_t TrainingWavSamples(const std::filesystem::path& path, const model::DataConfig& config) {
  const MappedFile file(path);
  return Check(file, path, config).data_bytes / 2;
}

}  // namespace bv2::corpus
