#include "cli/phones_lines.h"

#include <string>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "text/frontend.h"

namespace bv2::cli {
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

}  // namespace

Json ToLine(const synth::Pronunciation& pronunciation) {
  const text::Phones& phones = pronunciation.phones;
  Json line;
  // Ill-formed bytes cannot go into JSON.
  line.Set("text", EncodeUtf8(DecodeUtf8(pronunciation.text)));
  line.Set("language", text::LanguageName(phones.language));
  line.Set("norm_text", phones.norm_text);
  line.Set("phones", ToJson(phones.phones));
  line.Set("tones", ToJson(phones.tones));
  line.Set("word2ph", ToJson(phones.word2ph));
  line.Set("tokens", ToJson(phones.tokens));
  return line;
}

synth::Pronunciation FromLine(const Json& line) {
  synth::Pronunciation result;
  text::Phones& phones = result.phones;
  const std::string& name = line.At("language").AsString();
  const auto language = text::ParseLanguage(name);
  BV2_CHECK(language, "'{}' is not a language; use ZH, JP or EN", name);
  phones.language = *language;
  phones.phones = Strings(line.At("phones"));
  phones.tones = Integers(line, "tones", HighestTone(*language));
  phones.word2ph = Integers(line, "word2ph", static_cast<int64_t>(phones.phones.size()));
  if (const Json* norm_text = line.Find("norm_text")) phones.norm_text = norm_text->AsString();
  if (const Json* tokens = line.Find("tokens"))
    phones.tokens = Strings(*tokens);
  else if (*language == text::Language::kZh)
    for (const char32_t c : DecodeUtf8(phones.norm_text))
      phones.tokens.push_back(EncodeUtf8({&c, 1}));
  const Json* text = line.Find("text");
  result.text = text == nullptr ? phones.norm_text : text->AsString();
  text::ToIds(phones);  // checks what is left
  return result;
}

}  // namespace bv2::cli
