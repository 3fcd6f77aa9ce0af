#include "text/en/frontend.h"

#include <utility>

#include "base/utf8.h"
#include "text/en/tokens.h"
#include "text/en/upstream.h"

namespace bv2::text::en {
namespace {

void Append(std::string_view phone, int64_t tone, Phones& result) {
  result.phones.emplace_back(phone);
  result.tones.push_back(tone);
  result.word2ph.push_back(1);
}

void AppendWord(std::string_view arpabet, Phones& result) {
  const PhonesAndTones word = ToSymbols(arpabet);
  for (size_t i = 0; i < word.phones.size(); ++i) Append(word.phones[i], word.tones[i], result);
}

void AppendMark(std::string_view mark, Phones& result) {
  Append(SymbolId(mark) ? mark : kUnknown, 0, result);
}

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

EnglishFrontend::EnglishFrontend(const std::filesystem::path& data_dir, Normalization normalization)
    : normalization_(normalization),
      pronouncer_(data_dir),
      normalizer_(data_dir, pronouncer_.dictionary()) {}

Phones EnglishFrontend::ToPhones(const Passage& passage) const {
  if (normalization_ == Normalization::kUpstream) return PronounceUpstream(passage.text);
  return Pronounce(normalizer_.Normalize(passage.text));
}

Phones EnglishFrontend::PronounceUpstream(std::string_view text) const {
  Phones result;
  result.language = Language::kEn;
  result.norm_text = EncodeUtf8(DecodeUtf8(text));
  for (const std::string_view piece : SplitPieces(text)) {
    if (const auto phones = pronouncer_.dictionary().Find(DictionaryKey(piece))) {
      AppendWord(*phones, result);
      continue;
    }
    for (const std::string& token : CutLikeG2pEn(piece)) {
      if (IsLetter(token[0])) {
        AppendWord(pronouncer_.SayUncorrected(token), result);
      } else {
        AppendMark(token, result);
      }
    }
  }
  return result;
}

Phones EnglishFrontend::Pronounce(std::string norm_text) const {
  Phones result;
  result.language = Language::kEn;
  result.norm_text = std::move(norm_text);
  Append(kPad, 0, result);
  for (const Token& token : CutTokens(result.norm_text)) {
    switch (token.kind) {
      case Token::Kind::kWord:
        AppendWord(pronouncer_.Say(token.text), result);
        break;
      case Token::Kind::kLetters:
        AppendWord(pronouncer_.Spell(token.text), result);
        break;
      case Token::Kind::kMark:
        AppendMark(token.text, result);
        break;
    }
  }
  Append(kPad, 0, result);
  return result;
}

}  // namespace bv2::text::en
