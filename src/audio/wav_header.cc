#include "audio/wav_header.h"

#include <algorithm>
#include <optional>

#include "base/error.h"

namespace bv2::audio {
namespace {

constexpr int kIntegers = 1, kFloats = 3, kExtensible = 0xFFFE;

// Little-endian numbers and names; the reader checks that they are there.
class Bytes {
 public:
  explicit Bytes(std::span<const std::byte> bytes) : bytes_(bytes) {}

  size_t size() const { return bytes_.size(); }
  uint32_t Number(size_t at, size_t count) const {
    uint32_t value = 0;
    for (size_t i = count; i-- > 0;) value = value << 8 | static_cast<uint32_t>(bytes_[at + i]);
    return value;
  }
  bool Says(size_t at, std::string_view name) const {
    return at + name.size() <= size() &&
           std::equal(name.begin(), name.end(), bytes_.begin() + static_cast<ptrdiff_t>(at),
                      [](char c, std::byte b) { return static_cast<std::byte>(c) == b; });
  }

 private:
  std::span<const std::byte> bytes_;
};

WavHeader ReadFormat(const Bytes& bytes, size_t at, size_t size) {
  WavHeader header{.coding = static_cast<int>(bytes.Number(at, 2)),
                   .bits = static_cast<int>(bytes.Number(at + 14, 2)),
                   .channels = static_cast<int>(bytes.Number(at + 2, 2)),
                   .sample_rate = static_cast<int>(bytes.Number(at + 4, 4) & 0x7FFFFFFF)};
  // The first two bytes of the extension's GUID are the coding.
  if (header.coding == kExtensible && size >= 26)
    header.coding = static_cast<int>(bytes.Number(at + 24, 2));
  return header;
}

}  // namespace

std::string WavHeader::Description() const {
  const std::string numbers = coding == kIntegers ? "integers"
                              : coding == kFloats ? "floats"
                                                  : fmt::format("samples of coding {}", coding);
  return fmt::format("{}-bit {}, {} channel{}, {} Hz", bits, numbers, channels,
                     channels == 1 ? "" : "s", sample_rate);
}

WavHeader ReadWavHeader(std::span<const std::byte> content, std::string_view name) {
  constexpr size_t kRiff = 12, kChunk = 8, kFormat = 16;
  const Bytes bytes(content);
  if (!bytes.Says(0, "RIFF") || !bytes.Says(8, "WAVE"))
    Fail(ErrorCode::kCorruptFile, "'{}' is not a wav{}", name,
         content.empty() ? "; it is empty" : "");
  std::optional<WavHeader> header;
  for (size_t at = kRiff; at + kChunk <= bytes.size();) {
    const size_t promised = bytes.Number(at + 4, 4), begin = at + kChunk;
    const size_t present = std::min(promised, bytes.size() - begin);
    if (bytes.Says(at, "fmt ") && present >= kFormat) header = ReadFormat(bytes, begin, present);
    if (bytes.Says(at, "data") && header) {
      header->data_offset = begin;
      header->data_bytes = present;
      header->promised_bytes = promised;
      return *header;
    }
    at = begin + present + promised % 2;  // chunks start at even places
  }
  Fail(ErrorCode::kCorruptFile, "'{}' is a wav without {}; it breaks off", name,
       header ? "samples" : "a header");
}

}  // namespace bv2::audio
