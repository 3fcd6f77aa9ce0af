#include "audio/read.h"

#include <sndfile.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/file.h"

namespace bv2::audio {
namespace {

constexpr size_t kMaxSamples = size_t{1} << 30;
constexpr size_t kBlock = size_t{1} << 14;  // samples read at a time

// Bytes in memory behind libsndfile's file interface.
struct Memory {
  std::span<const std::byte> bytes;
  sf_count_t position = 0;

  static sf_count_t Length(void* self) {
    return static_cast<sf_count_t>(static_cast<Memory*>(self)->bytes.size());
  }
  static sf_count_t Tell(void* self) { return static_cast<Memory*>(self)->position; }
  static sf_count_t Seek(sf_count_t offset, int whence, void* self) {
    auto& memory = *static_cast<Memory*>(self);
    const sf_count_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? memory.position
                                                 : Length(self);
    memory.position = std::clamp<sf_count_t>(base + offset, 0, Length(self));
    return memory.position;
  }
  static sf_count_t Read(void* out, sf_count_t count, void* self) {
    auto& memory = *static_cast<Memory*>(self);
    const sf_count_t n = std::clamp<sf_count_t>(count, 0, Length(self) - memory.position);
    if (n > 0) std::memcpy(out, memory.bytes.data() + memory.position, static_cast<size_t>(n));
    memory.position += n;
    return n;
  }
  static sf_count_t Write(const void*, sf_count_t, void*) { return 0; }
};

struct CloseFile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

}  // namespace

Clip ReadAudio(const std::filesystem::path& path) {
  const MappedFile file(path);
  return ReadAudio(file.bytes(), path.string());
}

Clip ReadAudio(std::span<const std::byte> bytes, std::string_view name) {
  SF_VIRTUAL_IO io{Memory::Length, Memory::Seek, Memory::Read, Memory::Write, Memory::Tell};
  Memory memory{bytes};
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, CloseFile> file(sf_open_virtual(&io, SFM_READ, &info, &memory));
  if (file == nullptr || info.channels <= 0 || info.samplerate <= 0)
    Fail(ErrorCode::kCorruptFile, "cannot read '{}' as audio: {}", name, sf_strerror(file.get()));

  // The header's length is only a claim (streams do not know theirs), so memory follows the data.
  Clip clip{.samples = {}, .sample_rate = info.samplerate, .channels = info.channels};
  const auto channels = static_cast<size_t>(info.channels);
  const size_t frames = std::max<size_t>(1, kBlock / channels);
  std::vector<float> block(frames * channels);
  while (true) {
    const sf_count_t n = sf_readf_float(file.get(), block.data(), static_cast<sf_count_t>(frames));
    if (n <= 0) break;
    const size_t count = static_cast<size_t>(n) * channels;
    if (clip.samples.size() + count > kMaxSamples)
      Fail(ErrorCode::kOutOfRange, "'{}' holds more than {} samples; split it", name, kMaxSamples);
    clip.samples.insert(clip.samples.end(), block.begin(),
                        block.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return clip;
}

}  // namespace bv2::audio
