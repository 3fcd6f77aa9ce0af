#include "base/log.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/zh/frontend.h"

// Any bytes are a text, in both ways of reading: phones that add up, one entry of word2ph a
// character.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::text::Normalization;
  using bv2::text::zh::ChineseFrontend;
  static const ChineseFrontend natural(BV2_DATA);
  static const ChineseFrontend upstream(BV2_DATA, Normalization::kUpstream);
  bv2::SetLogLevel(bv2::LogLevel::kError);
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const ChineseFrontend* frontend : {&natural, &upstream}) {
    const bv2::text::Phones phones = frontend->ToPhones(text);
    bv2::text::AddBlanks(bv2::text::ToIds(phones));
    const size_t characters = bv2::DecodeUtf8(phones.norm_text).size();
    bv2::fuzz::Require(phones.word2ph.size() == characters + 2);
  }
  return 0;
}
