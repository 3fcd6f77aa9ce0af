#include "fuzz/fuzz.h"
#include "model/config.h"

// What is read and written back must be read again as the same text.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::model::Config;
  const std::string text(reinterpret_cast<const char*>(data), size);
  bv2::fuzz::Expected([&] {
    const Config config = Config::Parse(text, "input");
    const std::string written = config.Dump();
    bv2::fuzz::Require(Config::Parse(written, "again").Dump() == written);
  });
  return 0;
}
