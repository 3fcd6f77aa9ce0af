#include "base/log.h"
#include "fuzz/fuzz.h"
#include "text/ja/frontend.h"

// Any bytes are a text, in both ways of reading: phones that add up, one entry of word2ph a token.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::text::Normalization;
  using bv2::text::ja::JapaneseFrontend;
  static const JapaneseFrontend natural(BV2_DATA);
  static const JapaneseFrontend upstream(BV2_DATA, {.normalization = Normalization::kUpstream});
  bv2::SetLogLevel(bv2::LogLevel::kError);
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const JapaneseFrontend* frontend : {&natural, &upstream}) {
    const bv2::text::Phones phones = frontend->ToPhones(text);
    bv2::text::AddBlanks(bv2::text::ToIds(phones));
    bv2::fuzz::Require(phones.word2ph.size() == phones.tokens.size() + 2);
  }
  return 0;
}
