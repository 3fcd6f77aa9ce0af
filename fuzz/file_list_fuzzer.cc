#include "corpus/file_list.h"
#include "fuzz/fuzz.h"

// Any bytes are a list. What is accepted adds up, and reads back as it was written.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::fuzz::Require;
  const bv2::corpus::ListFile list(std::string(reinterpret_cast<const char*>(data), size), "input");
  size_t last = 0;
  for (const bv2::corpus::ListLine& line : list.lines()) {
    Require(line.number > last && !line.content.empty());
    last = line.number;
    bv2::fuzz::Expected([&] { bv2::corpus::ParseUtterance(line, list.source()); });
    bv2::fuzz::Expected([&] {
      const auto utterance = bv2::corpus::ParseCleaned(line, list.source());
      Require(utterance.phones.phones.size() == utterance.phones.tones.size());
      const std::string written = FormatCleaned(utterance);
      const bv2::corpus::ListFile again(written, "again");
      Require(FormatCleaned(bv2::corpus::ParseCleaned(again.lines().at(0), "again")) == written);
    });
  }
  return 0;
}
