#include "fuzz/fuzz.h"
#include "text/en/frontend.h"

// Any bytes are a text, in both ways of reading: phones that exist and add up.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using bv2::text::Normalization;
  using bv2::text::en::EnglishFrontend;
  static const EnglishFrontend natural(BV2_DATA);
  static const EnglishFrontend upstream(BV2_DATA, Normalization::kUpstream);
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const EnglishFrontend* frontend : {&natural, &upstream}) {
    const bv2::text::Phones phones = frontend->ToPhones(text);
    bv2::text::AddBlanks(bv2::text::ToIds(phones));
    bv2::fuzz::Require(phones.word2ph.size() == phones.phones.size());
  }
  return 0;
}
