#include <memory>
#include <utility>

#include "base/utf8.h"
#include "check/text_checks.h"
#include "text/ja/frontend.h"
#include "text/ja/number.h"
#include "text/ja/upstream.h"
#include "text/tokenize/word_piece.h"

namespace bv2::check {
namespace {

namespace ja = text::ja;

std::shared_ptr<const ja::JapaneseFrontend> OpenFrontend(const Options& options,
                                                         text::Normalization normalization) {
  ja::JapaneseOptions japanese = {.normalization = normalization};
  if (!options.bert_ja.empty())
    japanese.tokenizer = std::make_shared<const text::WordPiece>(options.bert_ja / "vocab.txt",
                                                                 /*lower_case=*/false);
  return std::make_shared<const ja::JapaneseFrontend>(options.data, std::move(japanese));
}

}  // namespace

// Without the BERT's vocabulary only what does not depend on it is compared.
LineCheck CheckJapaneseSentences(const Options& options) {
  const auto frontend = OpenFrontend(options, text::Normalization::kUpstream);
  const bool tokens = !options.bert_ja.empty();
  return [frontend, tokens](const Json& line) -> std::optional<LineResult> {
    const text::Phones phones = frontend->ToPhones(line.At("text").AsString());
    if (line.Find("error")) return std::nullopt;
    if (!tokens) return ComparePhones(phones, line, {"norm_text", "phones", "tones"});
    return ComparePhones(phones, line, {"norm_text", "phones", "tones", "word2ph", "tokens"});
  };
}

// Recorded with UniDic: measures how near IPADIC and our corrections of readings come to it. What
// is read, numbers and signs, is as the original normalises it.
LineCheck CheckUnidicSentences(const Options& options) {
  const auto frontend = OpenFrontend(options, text::Normalization::kDefault);
  return [frontend](const Json& line) -> std::optional<LineResult> {
    const text::Phones phones =
        frontend->Pronounce(ja::NormalizeUpstream(line.At("text").AsString()));
    if (line.Find("error")) return std::nullopt;
    return ComparePhones(phones, line, {"phones"});
  };
}

LineCheck CheckJapaneseWords(const Options&) {
  const auto segmenter = std::make_shared<const ja::Segmenter>();
  return [segmenter](const Json& line) {
    Json::Array pairs;
    for (const ja::Word& word : segmenter->Cut(line.At("text").AsString()))
      pairs.push_back(Json(Json::Array{Json(word.text), Json(word.reading)}));
    return Compare(Json(pairs), line.At("pairs"));
  };
}

LineCheck CheckReadingAlone(const Options& options) {
  const auto reader = std::make_shared<const ja::Reader>(options.data, ja::DictionaryOptions{},
                                                         text::Normalization::kUpstream);
  const auto kana_phones = std::make_shared<const ja::KanaPhones>(options.data);
  return [reader, kana_phones](const Json& line) {
    const std::u32string kana = reader->ReadAlone(line.At("word").AsString());
    Json got, expected;
    got.Set("kata", Json(EncodeUtf8(kana)));
    got.Set("phones", ToJson(kana_phones->Phones(kana)));
    for (const char* key : {"kata", "phones"}) expected.Set(key, line.At(key));
    return Compare(got, expected);
  };
}

LineCheck CheckKanaToPhones(const Options& options) {
  const auto kana_phones = std::make_shared<const ja::KanaPhones>(options.data);
  return [kana_phones](const Json& line) {
    return Compare(ToJson(kana_phones->Phones(DecodeUtf8(line.At("in").AsString()))),
                   line.At("out"));
  };
}

LineCheck CheckPhoneDistribution(const Options&) {
  return [](const Json& line) {
    const auto phones = static_cast<size_t>(line.At("phones").AsInteger());
    const auto words = static_cast<size_t>(line.At("words").AsInteger());
    if (words == 0) return Compare(Json(Json::Array{}), line.At("out"));
    return Compare(ToJson(ja::DistributePhones(phones, words)), line.At("out"));
  };
}

LineCheck CheckJapaneseNumbers(const Options&) {
  return [](const Json& line) {
    const auto words = ja::ReadNumber(DecodeUtf8(line.At("in").AsString()));
    const Json* expected = line.Find("out");
    return LineResult{words ? EncodeUtf8(*words) : "no number",
                      expected != nullptr ? expected->AsString() : "no number"};
  };
}

LineCheck CheckJapaneseTokens(const Options& options) {
  const auto frontend = OpenFrontend(options, text::Normalization::kUpstream);
  return [frontend](const Json& line) {
    return Compare(ToJson(frontend->Pronounce(line.At("text").AsString()).tokens),
                   line.At("tokens"));
  };
}

}  // namespace bv2::check
