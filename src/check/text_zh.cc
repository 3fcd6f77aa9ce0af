#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "check/text_checks.h"
#include "text/tokenize/word_piece.h"
#include "text/zh/frontend.h"
#include "text/zh/merge.h"
#include "text/zh/number.h"
#include "text/zh/polyphones.h"
#include "text/zh/tone_sandhi.h"

namespace bv2::check {
namespace {

namespace zh = text::zh;

std::u32string Text32(const Json& json) { return DecodeUtf8(json.AsString()); }

Json ToJson(const std::vector<zh::Word>& words) {
  Json::Array pairs;
  for (const zh::Word& word : words)
    pairs.push_back(Json(Json::Array{Json(EncodeUtf8(word.text)), Json(word.tag)}));
  return Json(pairs);
}

// [["一", "m"], …]
std::vector<zh::Word> ToWords(const Json& pairs) {
  std::vector<zh::Word> words;
  for (const Json& pair : pairs.AsArray())
    words.push_back({Text32(pair.AsArray().at(0)), pair.AsArray().at(1).AsString()});
  return words;
}

std::string FinalWithTone(const zh::Syllable& syllable) {
  return syllable.tone == 0 ? syllable.final : fmt::format("{}{}", syllable.final, syllable.tone);
}

zh::Syllable FromFinal(std::string final) {
  const bool toned = !final.empty() && final.back() >= '1' && final.back() <= '5';
  const int tone = toned ? final.back() - '0' : 0;
  if (toned) final.pop_back();
  return {.initial = "", .final = std::move(final), .tone = tone};
}

Json Finals(const std::vector<zh::Syllable>& syllables) {
  Json::Array finals;
  for (const zh::Syllable& syllable : syllables) finals.push_back(Json(FinalWithTone(syllable)));
  return Json(finals);
}

Json Initials(const std::vector<zh::Syllable>& syllables) {
  Json::Array initials;
  for (const zh::Syllable& syllable : syllables) initials.push_back(Json(syllable.initial));
  return Json(initials);
}

}  // namespace

LineCheck CheckChineseSentences(const Options& options) {
  const auto frontend =
      std::make_shared<const zh::ChineseFrontend>(options.data, text::Normalization::kUpstream);
  return [frontend](const Json& line) -> std::optional<LineResult> {
    if (line.Find("error")) return std::nullopt;
    const text::Phones phones = frontend->ToPhones(line.At("text").AsString());
    return ComparePhones(phones, line, {"norm_text", "phones", "tones", "word2ph"});
  };
}

LineCheck CheckChineseWords(const Options& options) {
  const auto segmenter = std::make_shared<const zh::Segmenter>(options.data);
  return [segmenter](const Json& line) {
    const Json::Array& words = line.At("words").AsArray();
    const Json::Array& tags = line.At("pos").AsArray();
    Json::Array expected;
    for (size_t i = 0; i < std::min(words.size(), tags.size()); ++i)
      expected.push_back(Json(Json::Array{words[i], tags[i]}));
    return Compare(ToJson(segmenter->Cut(Text32(line.At("text")))), Json(expected));
  };
}

LineCheck CheckCutForSearch(const Options& options) {
  const auto segmenter = std::make_shared<const zh::Segmenter>(options.data);
  return [segmenter](const Json& line) {
    Json::Array words;
    for (const auto& word : segmenter->CutForSearch(Text32(line.At("word"))))
      words.push_back(Json(EncodeUtf8(word)));
    return Compare(Json(words), line.At("search"));
  };
}

LineCheck CheckMerging(const Options& options) {
  const auto pinyin = std::make_shared<const zh::Pinyin>(options.data);
  return [pinyin](const Json& line) {
    return Compare(ToJson(zh::MergeForSandhi(ToWords(line.At("seg")), *pinyin)), line.At("out"));
  };
}

LineCheck CheckPinyin(const Options& options) {
  const auto pinyin = std::make_shared<const zh::Pinyin>(options.data);
  return [pinyin](const Json& line) {
    const auto syllables = pinyin->Read(Text32(line.At("word")));
    Json got, expected;
    got.Set("finals", Finals(syllables));
    expected.Set("finals", line.At("finals"));
    if (const Json* initials = line.Find("initials")) {
      got.Set("initials", Initials(syllables));
      expected.Set("initials", *initials);
    }
    return Compare(got, expected);
  };
}

LineCheck CheckToneSandhi(const Options& options) {
  const auto segmenter = std::make_shared<const zh::Segmenter>(options.data);
  const auto sandhi = std::make_shared<const zh::ToneSandhi>(options.data, *segmenter);
  return [segmenter, sandhi](const Json& line) {
    std::vector<zh::Syllable> syllables;
    for (const Json& final : line.At("finals").AsArray())
      syllables.push_back(FromFinal(final.AsString()));
    sandhi->Apply({Text32(line.At("word")), line.At("pos").AsString()}, syllables);
    return Compare(Finals(syllables), line.At("out"));
  };
}

// The readings a dictionary gives, which the original often misses; by default we do not.
LineCheck CheckPolyphones(const Options& options) {
  const auto polyphones = std::make_shared<const zh::Polyphones>(options.data);
  const auto segmenter = std::make_shared<const zh::Segmenter>(options.data);
  return [polyphones, segmenter](const Json& line) -> std::optional<LineResult> {
    const auto read = polyphones->Read(segmenter->Cut(Text32(line.At("text"))));
    const auto start = static_cast<size_t>(line.At("start").AsInteger());
    const auto length = static_cast<size_t>(line.At("len").AsInteger());
    if (start > read.size() || length > read.size() - start) return LineResult{"too short", ""};
    std::string got;
    for (size_t i = start; i < start + length; ++i)
      got += read[i].initial + FinalWithTone(read[i]) + " ";
    for (const Json& reading : line.At("pinyin").AsArray()) {
      std::string expected;
      for (const Json& syllable : reading.AsArray()) {
        const zh::Syllable parts = zh::SplitReading(syllable.AsString());
        expected += parts.initial + FinalWithTone(parts) + " ";
      }
      if (got == expected) return LineResult{got, got};
    }
    return LineResult{got, line.At("pinyin").Dump()};
  };
}

LineCheck CheckNumbers(const Options&) {
  return [](const Json& line) {
    const auto words = zh::ReadNumber(Text32(line.At("in")));
    const Json* expected = line.Find("out");
    return LineResult{words ? EncodeUtf8(*words) : "no number",
                      expected != nullptr ? expected->AsString() : "no number"};
  };
}

LineCheck CheckBertTokens(const Options& options) {
  const auto tokenizer = std::make_shared<const text::WordPiece>(options.bert / "vocab.txt");
  return [tokenizer](const Json& line) {
    auto tokens = tokenizer->Tokenize(line.At("text").AsString());
    Json got, expected;
    got.Set("ids", ToJson(tokenizer->Ids(tokens)));
    tokens.insert(tokens.begin(), "[CLS]");
    tokens.push_back("[SEP]");
    got.Set("tokens", ToJson(tokens));
    for (const char* key : {"ids", "tokens"}) expected.Set(key, line.At(key));
    return Compare(got, expected);
  };
}

}  // namespace bv2::check
