#include "synth/pronunciation_json.h"

#include <string>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "text/frontend.h"

namespace bv2::synth {
namespace {

template <typename T>
Json ToJson(const std::vector<T>& values) {
  return Json::Array(values.begin(), values.end());
}

std::vector<std::string> Strings(const Json& array) {
  std::vector<std::string> values;
  for (const Json& value : array.AsArray()) values.push_back(value.AsString());
  return values;
}

// The elements of a field, each from 0 to `most`.
std::vector<int64_t> Integers(const Json& line, std::string_view field, int64_t most) {
  std::vector<int64_t> values;
  for (const Json& value : line.At(field).AsArray()) {
    values.push_back(value.AsInteger());
    BV2_CHECK(values.back() >= 0 && values.back() <= most, "{} has a {}; it must be from 0 to {}",
              field, values.back(), most);
  }
  return values;
}

int64_t HighestTone(text::Language language) {
  switch (language) {
    case text::Language::kZh:
      return 5;
    case text::Language::kJp:
      return 0;
    case text::Language::kEn:
      return 3;
  }
  return 0;
}

// Adds what a span is.
void SetSpan(const text::Phones& phones, Json& json) {
  json.Set("language", text::LanguageName(phones.language));
  json.Set("norm_text", phones.norm_text);
  json.Set("phones", ToJson(phones.phones));
  json.Set("tones", ToJson(phones.tones));
  json.Set("word2ph", ToJson(phones.word2ph));
  json.Set("tokens", ToJson(phones.tokens));
  if (phones.words.empty()) return;
  Json::Array words, counts;
  for (const text::SpokenWord& word : phones.words) {
    words.push_back(word.text);
    counts.push_back(word.phones);
  }
  json.Set("words", std::move(words));
  json.Set("phones_of_words", std::move(counts));
}

// Both fields or none.
std::vector<text::SpokenWord> WordsOf(const Json& json, int64_t most) {
  std::vector<text::SpokenWord> words;
  const Json* texts = json.Find("words");
  if (texts == nullptr) return words;
  const std::vector<int64_t> counts = Integers(json, "phones_of_words", most);
  for (std::string& text : Strings(*texts)) words.push_back({std::move(text)});
  BV2_CHECK(words.size() == counts.size(), "{} words came with {} phones_of_words; write one each",
            words.size(), counts.size());
  for (size_t i = 0; i < counts.size(); ++i) words[i].phones = counts[i];
  return words;
}

text::Phones ToSpan(const Json& json) {
  text::Phones phones;
  const std::string& name = json.At("language").AsString();
  const auto language = text::ParseLanguage(name);
  BV2_CHECK(language, "'{}' is not a language; use ZH, JP or EN", name);
  phones.language = *language;
  phones.phones = Strings(json.At("phones"));
  phones.tones = Integers(json, "tones", HighestTone(*language));
  phones.word2ph = Integers(json, "word2ph", static_cast<int64_t>(phones.phones.size()));
  if (const Json* norm_text = json.Find("norm_text")) phones.norm_text = norm_text->AsString();
  if (const Json* tokens = json.Find("tokens"))
    phones.tokens = Strings(*tokens);
  else if (*language == text::Language::kZh)
    for (const char32_t c : DecodeUtf8(phones.norm_text))
      phones.tokens.push_back(EncodeUtf8({&c, 1}));
  phones.words = WordsOf(json, static_cast<int64_t>(phones.phones.size()));
  return phones;
}

}  // namespace

Json ToJson(const Pronunciation& pronunciation) {
  Json line;
  // Ill-formed bytes cannot go into JSON.
  line.Set("text", EncodeUtf8(DecodeUtf8(pronunciation.text)));
  if (pronunciation.spans.size() == 1) {
    SetSpan(pronunciation.spans[0], line);
    return line;
  }
  Json::Array spans;
  for (const text::Phones& span : pronunciation.spans) SetSpan(span, spans.emplace_back());
  line.Set("spans", std::move(spans));
  return line;
}

Pronunciation PronunciationFromJson(const Json& line) {
  Pronunciation result;
  if (const Json* spans = line.Find("spans"))
    for (const Json& span : spans->AsArray()) result.spans.push_back(ToSpan(span));
  else
    result.spans.push_back(ToSpan(line));
  text::ToIds(result.spans);  // checks what is left
  if (const Json* text = line.Find("text"))
    result.text = text->AsString();
  else
    for (const text::Phones& span : result.spans) result.text += span.norm_text;
  return result;
}

}  // namespace bv2::synth
