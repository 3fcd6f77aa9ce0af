#include "audio/wav_header.h"
#include "fuzz/fuzz.h"

// Any bytes may claim to be a wav: the samples of an accepted one lie within it.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto file = bv2::fuzz::AsFile(data, size);
  bv2::fuzz::Expected([&] {
    const auto header = bv2::audio::ReadWavHeader(file.bytes, file.source);
    bv2::fuzz::Require(header.data_offset <= size &&
                       header.data_bytes <= size - header.data_offset);
    bv2::fuzz::Require(header.data_bytes <= header.promised_bytes);
    bv2::fuzz::Require(!header.Description().empty());
  });
  return 0;
}
