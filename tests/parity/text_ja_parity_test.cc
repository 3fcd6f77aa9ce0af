// The Japanese frontend with IPADIC. $BV2_JA_VOCAB names the full vocabulary of
// bert-base-japanese-v3; the sample has only the tokens of its lines, each under its id.
#include <gmock/gmock.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/utf8.h"
#include "tests/parity/agreement.h"
#include "tests/support/test_support.h"
#include "text/ja/frontend.h"
#include "text/ja/number.h"
#include "text/ja/upstream.h"

namespace bv2::text {
namespace {

using test::Array;
using test::CompareSentence;
using test::Comparison;
using test::ExpectAgreement;

ja::JapaneseFrontend Frontend(Normalization normalization) {
  const char* vocab = std::getenv("BV2_JA_VOCAB");
  return ja::JapaneseFrontend(
      test::ProductData(""),
      {.normalization = normalization,
       .tokenizer = std::make_shared<const WordPiece>(
           vocab ? vocab : test::TestData("text/ja_vocab.txt"), /*lower_case=*/false)});
}

void ExpectUsable(const Phones& phones) {
  EXPECT_NO_THROW(AddBlanks(ToIds(phones))) << phones.norm_text;
  EXPECT_EQ(phones.word2ph.size(), phones.tokens.size() + 2) << phones.norm_text;
}

TEST(JapaneseParity, Sentences) {
  const ja::JapaneseFrontend frontend = Frontend(Normalization::kUpstream);
  ExpectAgreement("ja_ipadic.jsonl", 1.0, [&](const Json& line) -> Comparison {
    const Phones result = frontend.ToPhones(line.At("text").AsString());
    ExpectUsable(result);
    if (line.Find("error")) return {};
    return CompareSentence(result, line, {"norm_text", "phones", "tones", "word2ph", "tokens"});
  });
}

// Recorded with UniDic, whose words and readings differ; so these lines measure how near IPADIC
// with our corrections of readings comes to what voices were trained on.
TEST(JapaneseParity, SentencesReadWithUnidic) {
  const ja::JapaneseFrontend frontend = Frontend(Normalization::kDefault);
  ExpectAgreement("ja.jsonl", 0.6, [&](const Json& line) -> Comparison {
    const Phones result = frontend.Pronounce(ja::NormalizeUpstream(line.At("text").AsString()));
    ExpectUsable(result);
    if (line.Find("error")) return {};
    return {Array(result.phones).Dump(), line.At("phones").Dump()};
  });
}

TEST(JapaneseParity, Words) {
  const ja::Segmenter segmenter;
  ExpectAgreement("ja_mecab_ipadic.jsonl", 1.0, [&](const Json& line) -> Comparison {
    Json::Array got;
    for (const ja::Word& word : segmenter.Cut(line.At("text").AsString())) {
      got.push_back(Json(Json::Array{Json(word.text), Json(word.reading)}));
    }
    return {Json(got).Dump(), line.At("pairs").Dump()};
  });
}

TEST(JapaneseParity, WordsReadAlone) {
  const ja::Reader reader(test::ProductData(""), {}, Normalization::kUpstream);
  const ja::KanaPhones phones(test::ProductData(""));
  ExpectAgreement("ja_text2kata_ipadic.jsonl", 1.0, [&](const Json& line) -> Comparison {
    const std::u32string kana = reader.ReadAlone(line.At("word").AsString());
    return {EncodeUtf8(kana) + Array(phones.Phones(kana)).Dump(),
            line.At("kata").AsString() + line.At("phones").Dump()};
  });
}

TEST(JapaneseParity, KanaToPhones) {
  const ja::KanaPhones phones(test::ProductData(""));
  ExpectAgreement("ja_kata2phoneme.jsonl", 1.0, [&](const Json& line) -> Comparison {
    const std::string& kana = line.At("in").AsString();
    return {kana + Array(phones.Phones(DecodeUtf8(kana))).Dump(), kana + line.At("out").Dump()};
  });
}

TEST(JapaneseParity, DistributesPhones) {
  ExpectAgreement("ja_distribute_phone.jsonl", 1.0, [](const Json& line) -> Comparison {
    const auto phones = static_cast<size_t>(line.At("phones").AsInteger());
    const auto words = static_cast<size_t>(line.At("words").AsInteger());
    return {Array(ja::DistributePhones(phones, words)).Dump(), line.At("out").Dump()};
  });
}

TEST(JapaneseParity, Numbers) {
  ExpectAgreement("ja_num2words.jsonl", 1.0, [](const Json& line) -> Comparison {
    const std::string& number = line.At("in").AsString();
    const auto words = ja::ReadNumber(DecodeUtf8(number));
    const Json* expected = line.Find("out");
    return {number + ": " + (words ? EncodeUtf8(*words) : "none"),
            number + ": " + (expected ? expected->AsString() : "none")};
  });
}

// Recorded with UniDic's words; three in five sentences have the same in IPADIC.
TEST(JapaneseParity, BertTokens) {
  const ja::JapaneseFrontend frontend = Frontend(Normalization::kUpstream);
  ExpectAgreement("ja_bert_tokens.jsonl", 0.5, [&](const Json& line) -> Comparison {
    return {Array(frontend.Pronounce(line.At("text").AsString()).tokens).Dump(),
            line.At("tokens").Dump()};
  });
}

}  // namespace
}  // namespace bv2::text
