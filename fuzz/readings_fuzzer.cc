#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "fuzz/fuzz.h"
#include "text/frontends.h"
#include "text/user_dictionary.h"

namespace {

using bv2::text::Frontends;
using bv2::text::MarkedText;
using bv2::text::Reading;

// Readings are parts of the text, in order.
void CheckReadings(const MarkedText& marked) {
  size_t before = 0;
  for (const Reading& reading : marked.passage.readings) {
    bv2::fuzz::Require(before <= reading.begin && reading.begin < reading.end &&
                       reading.end <= marked.passage.text.size() && !reading.reading.empty());
    before = reading.end;
  }
}

// What was accepted can be said.
void Say(const Frontends& frontends, const std::string& text,
         const bv2::text::TextOptions& options) {
  const MarkedText marked = frontends.Mark(text, options);
  CheckReadings(marked);
  bv2::text::ToIds(frontends.ToSpans(marked, options.normalization));
}

}  // namespace

// Any bytes are a text with readings, and a dictionary: errors, or phones that exist and add up.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::text::Normalization;
  static const Frontends frontends({.data = BV2_DATA});
  static const bv2::text::ReadingParser parser(BV2_DATA);
  bv2::SetLogLevel(bv2::LogLevel::kError);
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const Normalization normalization : {Normalization::kDefault, Normalization::kUpstream})
    bv2::fuzz::Expected(
        [&] { Say(frontends, text, {.language = std::nullopt, .normalization = normalization}); });
  bv2::fuzz::Expected([&] {
    const auto dictionary = std::make_shared<const bv2::text::UserDictionary>(text, parser);
    Say(frontends, text, {.language = std::nullopt, .dictionary = dictionary});
  });
  return 0;
}
