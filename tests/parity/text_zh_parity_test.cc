// The Chinese frontend. $BV2_ZH_VOCAB names the full vocabulary zh_bert_tokens.jsonl was made with.
#include <gmock/gmock.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/utf8.h"
#include "tests/parity/agreement.h"
#include "tests/support/test_support.h"
#include "text/tokenize/word_piece.h"
#include "text/zh/frontend.h"
#include "text/zh/merge.h"
#include "text/zh/number.h"
#include "text/zh/polyphones.h"
#include "text/zh/tone_sandhi.h"

namespace bv2::text {
namespace {

using test::Array;
using test::CompareSentence;
using test::Comparison;
using test::ExpectAgreement;

const zh::ChineseFrontend& Chinese() {
  static const zh::ChineseFrontend frontend(test::ProductData(""), Normalization::kUpstream);
  return frontend;
}

std::u32string Text32(const Json& json) { return DecodeUtf8(json.AsString()); }

// [["一", "m"], …] of a golden line, and back in one line for comparing.
std::vector<zh::Word> Words(const Json& pairs) {
  std::vector<zh::Word> words;
  for (const Json& pair : pairs.AsArray()) {
    words.push_back({Text32(pair.AsArray()[0]), pair.AsArray()[1].AsString()});
  }
  return words;
}
std::string Show(const std::vector<zh::Word>& words) {
  std::string result;
  for (const zh::Word& word : words) result += EncodeUtf8(word.text) + "/" + word.tag + " ";
  return result;
}

std::string Final(const zh::Syllable& syllable) {
  return syllable.tone == 0 ? syllable.final : syllable.final + std::to_string(syllable.tone);
}

Json Finals(const std::vector<zh::Syllable>& syllables) {
  Json::Array finals;
  for (const zh::Syllable& syllable : syllables) finals.push_back(Json(Final(syllable)));
  return Json(finals);
}

TEST(ChineseParity, Sentences) {
  ExpectAgreement("zh.jsonl", 1.0, [](const Json& line) -> Comparison {
    const Phones result = Chinese().ToPhones(line.At("text").AsString());
    // Whether the original agrees or fails, the result has to be usable.
    EXPECT_NO_THROW(AddBlanks(ToIds(result))) << line.At("text").AsString();
    EXPECT_EQ(result.word2ph.size(), DecodeUtf8(result.norm_text).size() + 2);
    if (line.Find("error")) return {};
    return CompareSentence(result, line, {"norm_text", "phones", "tones", "word2ph"});
  });
}

TEST(ChineseParity, WordsAndTags) {
  const zh::Segmenter segmenter(test::ProductData(""));
  ExpectAgreement("zh_jieba_posseg.jsonl", 1.0, [&](const Json& line) -> Comparison {
    std::vector<zh::Word> expected;
    const Json::Array& tags = line.At("pos").AsArray();
    for (size_t i = 0; i < tags.size(); ++i) {
      expected.push_back({Text32(line.At("words").AsArray()[i]), tags[i].AsString()});
    }
    return {Show(segmenter.Cut(Text32(line.At("text")))), Show(expected)};
  });
}

TEST(ChineseParity, CutForSearch) {
  const zh::Segmenter segmenter(test::ProductData(""));
  ExpectAgreement("zh_cut_for_search.jsonl", 1.0, [&](const Json& line) -> Comparison {
    Json::Array got;
    for (const auto& word : segmenter.CutForSearch(Text32(line.At("word")))) {
      got.push_back(Json(EncodeUtf8(word)));
    }
    return {Json(got).Dump(), line.At("search").Dump()};
  });
}

TEST(ChineseParity, Merging) {
  const zh::Pinyin pinyin(test::ProductData(""));
  ExpectAgreement("zh_pre_merge.jsonl", 0.999, [&](const Json& line) -> Comparison {
    return {Show(MergeForSandhi(Words(line.At("seg")), pinyin)), Show(Words(line.At("out")))};
  });
}

TEST(ChineseParity, Pinyin) {
  const zh::Pinyin pinyin(test::ProductData(""));
  ExpectAgreement("zh_pypinyin.jsonl", 0.999, [&](const Json& line) -> Comparison {
    const auto syllables = pinyin.Read(Text32(line.At("word")));
    std::string got = line.At("word").AsString() + Finals(syllables).Dump();
    std::string expected = line.At("word").AsString() + line.At("finals").Dump();
    if (const Json* initials = line.Find("initials")) {
      Json::Array read;
      for (const zh::Syllable& syllable : syllables) read.push_back(Json(syllable.initial));
      got += Json(read).Dump();
      expected += initials->Dump();
    }
    return {got, expected};
  });
}

// Not what the original says, but what is right: readings before tones change.
TEST(ChineseParity, Polyphones) {
  const zh::Segmenter segmenter(test::ProductData(""));
  const zh::Polyphones polyphones(test::ProductData(""));
  ExpectAgreement("zh_polyphone_truth.jsonl", 0.95, [&](const Json& line) -> Comparison {
    const auto read = polyphones.Read(segmenter.Cut(Text32(line.At("text"))));
    const auto start = static_cast<size_t>(line.At("start").AsInteger());
    Comparison result{line.At("text").AsString() + ":", line.At("pinyin").Dump()};
    for (const Json& reading : line.At("pinyin").AsArray()) {
      const Json::Array& syllables = reading.AsArray();
      bool equal = true;
      for (size_t i = 0; i < syllables.size(); ++i)
        equal = equal && read.at(start + i) == zh::SplitReading(syllables[i].AsString());
      if (equal) result.got = result.expected;
    }
    return result;
  });
}

TEST(ChineseParity, ToneSandhi) {
  const zh::Segmenter segmenter(test::ProductData(""));
  const zh::ToneSandhi sandhi(test::ProductData(""), segmenter);
  ExpectAgreement("zh_tone_sandhi.jsonl", 1.0, [&](const Json& line) -> Comparison {
    std::vector<zh::Syllable> syllables;
    for (const Json& item : line.At("finals").AsArray()) {
      std::string final = item.AsString();
      const int tone = final.back() >= '1' && final.back() <= '5' ? final.back() - '0' : 0;
      if (tone > 0) final.pop_back();
      syllables.push_back({.initial = "", .final = final, .tone = tone});
    }
    sandhi.Apply({Text32(line.At("word")), line.At("pos").AsString()}, syllables);
    return {Finals(syllables).Dump(), line.At("out").Dump()};
  });
}

TEST(ChineseParity, Numbers) {
  ExpectAgreement("zh_an2cn.jsonl", 1.0, [](const Json& line) -> Comparison {
    const auto words = zh::ReadNumber(Text32(line.At("in")));
    const Json* expected = line.Find("out");
    return {line.At("in").AsString() + ": " + (words ? EncodeUtf8(*words) : "none"),
            line.At("in").AsString() + ": " + (expected ? expected->AsString() : "none")};
  });
}

TEST(ChineseParity, BertTokens) {
  const char* vocab = std::getenv("BV2_ZH_VOCAB");
  const WordPiece tokenizer(vocab ? vocab : test::TestData("text/wordpiece_vocab.txt"));
  ExpectAgreement("zh_bert_tokens.jsonl", 1.0, [&](const Json& line) -> Comparison {
    auto tokens = tokenizer.Tokenize(line.At("text").AsString());
    std::string ids = Array(tokenizer.Ids(tokens)).Dump();
    tokens.insert(tokens.begin(), "[CLS]");
    tokens.push_back("[SEP]");
    return {Array(tokens).Dump() + ids, line.At("tokens").Dump() + line.At("ids").Dump()};
  });
}

}  // namespace
}  // namespace bv2::text
