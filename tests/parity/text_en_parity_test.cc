// The English frontend in the original's way of reading.
#include <gmock/gmock.h>

#include <string>

#include "base/json.h"
#include "tests/parity/agreement.h"
#include "tests/support/test_support.h"
#include "text/en/expand_numbers.h"
#include "text/en/frontend.h"
#include "text/en/upstream.h"

namespace bv2::text {
namespace {

using test::Array;
using test::CompareSentence;
using test::Comparison;
using test::ExpectAgreement;

// The recorded phones have v for V.
Json Upper(const Json& phones) {
  Json::Array result;
  for (const Json& phone : phones.AsArray()) {
    result.push_back(phone.AsString() == "v" ? Json("V") : phone);
  }
  return Json(result);
}

const en::EnglishFrontend& English() {
  static const en::EnglishFrontend frontend(test::ProductData(""), Normalization::kUpstream);
  return frontend;
}

TEST(EnglishParity, Sentences) {
  ExpectAgreement("en.jsonl", 0.84, [](const Json& line) -> Comparison {
    const std::string& text = line.At("text").AsString();
    const Phones result = English().ToPhones(text);
    EXPECT_NO_THROW(AddBlanks(ToIds(result))) << text;
    return CompareSentence(result, line, {"norm_text", "phones", "tones", "word2ph"});
  });
}

TEST(EnglishParity, Dictionary) {
  const en::Dictionary dictionary(test::ProductData(""));
  ExpectAgreement("en_cmudict.jsonl", 0.95, [&](const Json& line) -> Comparison {
    const std::string& word = line.At("word").AsString();
    const en::PhonesAndTones got =
        en::ToSymbols(dictionary.Find(en::DictionaryKey(word)).value_or(""));
    return {word + Array(got.phones).Dump() + Array(got.tones).Dump(),
            word + Upper(line.At("phones")).Dump() + line.At("tones").Dump()};
  });
}

TEST(EnglishParity, Numbers) {
  ExpectAgreement("en_normalize_numbers.jsonl", 1.0, [](const Json& line) -> Comparison {
    const std::string got = en::ExpandNumbers(line.At("in").AsString());
    if (line.Find("error")) return {};
    return {got, line.At("out").AsString()};
  });
}

// The rest are words in no dictionary, which the original guesses with a network.
TEST(EnglishParity, WordsOutsideTheDictionary) {
  const en::Pronouncer pronouncer(test::ProductData(""));
  ExpectAgreement("en_g2p_calls.jsonl", 0.65, [&](const Json& line) -> Comparison {
    std::string got;
    for (const std::string& token : en::CutLikeG2pEn(line.At("in").AsString())) {
      const std::string said = pronouncer.SayUncorrected(token);
      if (!got.empty()) got += ' ';
      got += said.empty() ? token : said;
    }
    std::string expected;
    for (const Json& phone : line.At("out").AsArray()) {
      if (phone.AsString() == " ") continue;
      if (!expected.empty()) expected += ' ';
      expected += phone.AsString();
    }
    return {line.At("in").AsString() + ": " + got, line.At("in").AsString() + ": " + expected};
  });
}

}  // namespace
}  // namespace bv2::text
