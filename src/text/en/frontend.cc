#include "text/en/frontend.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "text/en/arpabet.h"
#include "text/en/derive.h"
#include "text/en/tokens.h"
#include "text/en/upstream.h"
#include "text/place_readings.h"

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

// Makes the phones from `first` on a word of their own, if there are any.
void AddWord(std::string_view text, size_t first, Phones& result) {
  const auto count = static_cast<int64_t>(result.phones.size() - first);
  if (count > 0) result.words.push_back({std::string(text), count});
}

void SayGiven(const GivenWord& given, std::string_view text, Phones& result) {
  const size_t first = result.phones.size();
  AppendWord(given.arpabet, result);
  AddWord(text, first, result);
}

// The s of "Bach's" when Bach has a reading. False if the rest of a word is something else.
bool SayPlural(std::string_view rest, const GivenWord* before, Phones& result) {
  if (before == nullptr || (rest != "'s" && rest != "'S")) return false;
  const size_t first = result.phones.size();
  AppendWord(PluralSound(before->arpabet), result);
  result.words.back().text += rest;
  result.words.back().phones += static_cast<int64_t>(result.phones.size() - first);
  return true;
}

void AppendMark(std::string_view mark, Phones& result) {
  Append(SymbolId(mark) ? mark : kUnknown, 0, result);
}

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWordLetter(char c) { return IsLetter(c) || IsUpper(c); }

// As tokens have it.
std::string AsWord(std::string_view text) {
  std::string word(text);
  std::ranges::transform(word, word.begin(), ToLower);
  return word;
}

// A word that the text does not hold and that the normaliser leaves alone.
std::string StandIn(std::string_view text) {
  std::string result = "zovekuxa";
  const auto found = [&] {
    return !std::ranges::search(text, result, {}, ToLower, ToLower).empty();
  };
  while (found()) result += "xa";
  return result;
}

// In the capitals of `word`.
std::string LikeWord(std::string_view word, std::string result) {
  const bool shouted = word.size() > 1 && std::ranges::none_of(word, IsLetter);
  for (size_t i = 0; i < result.size() && (i == 0 || shouted) && IsUpper(word.front()); ++i)
    result[i] = static_cast<char>(result[i] - 'a' + 'A');
  return result;
}

}  // namespace

EnglishFrontend::EnglishFrontend(const std::filesystem::path& data_dir, Normalization normalization)
    : normalization_(normalization),
      pronouncer_(data_dir),
      normalizer_(data_dir, pronouncer_.dictionary()) {}

Phones EnglishFrontend::ToPhones(const Passage& passage) const {
  CheckReadings(passage);
  if (normalization_ == Normalization::kUpstream) {
    std::vector<GivenWord> given;
    for (const Reading& part : passage.readings)
      given.push_back({{part.begin, part.end}, ParseArpabet(part.reading)});
    return PronounceUpstream(passage.text, given);
  }
  if (passage.readings.empty()) return Pronounce(normalizer_.Normalize(passage.text), {});
  const std::string stand_in = StandIn(passage.text);
  const PlacedPassage placed = PlaceReadings(
      WithFullStops(passage),
      {.normalize = [&](std::string_view text) { return normalizer_.Normalize(text); },
       .stand_in = [&](std::string_view word) { return LikeWord(word, stand_in); }});
  std::vector<GivenWord> given;
  std::string text;
  auto byte = [&, done = size_t{0}](size_t end) mutable {
    text += EncodeUtf8(std::u32string_view(placed.text).substr(done, end - done));
    done = end;
    return text.size();
  };
  for (const PlacedReading& part : placed.readings) {
    // A full stop that ends the sentence, too, stays.
    const bool stop = part.end - part.begin > 2 && placed.text[part.end - 1] == U'.' &&
                      placed.text[part.end - 3] != U'.';
    const size_t begin = byte(part.begin);
    given.push_back({{begin, byte(part.end - (stop ? 1 : 0))}, ParseArpabet(part.reading)});
  }
  byte(placed.text.size());
  return Pronounce(std::move(text), given);
}

// Gives abbreviations their full stop: the reading of Mr in "Mr. Smith" is that of "Mr.".
Passage EnglishFrontend::WithFullStops(Passage passage) const {
  for (size_t i = 0; i < passage.readings.size(); ++i) {
    Reading& part = passage.readings[i];
    if (i + 1 < passage.readings.size() && passage.readings[i + 1].begin == part.end) continue;
    const std::string_view rest = std::string_view(passage.text).substr(part.begin);
    const size_t length = part.end - part.begin;
    if (rest.substr(length).starts_with('.') && normalizer_.IsAbbreviation(rest.substr(0, length)))
      ++part.end;
  }
  return passage;
}

Phones EnglishFrontend::PronounceUpstream(std::string_view text,
                                          const std::vector<GivenWord>& given) const {
  Phones result;
  result.language = Language::kEn;
  result.norm_text = EncodeUtf8(DecodeUtf8(text));
  std::vector<Extent> pieces;
  for (const std::string_view piece : SplitPieces(text)) {
    const auto begin = static_cast<size_t>(piece.data() - text.data());
    pieces.push_back({begin, begin + piece.size()});
  }
  const GivenWord* before = nullptr;
  for (const Part& part : CutAround(pieces, given)) {
    const auto [begin, end] = part.extent;
    const std::string_view piece = text.substr(begin, end - begin);
    if (part.given != nullptr)
      SayGiven(*part.given, piece, result);
    else if (part.whole || !SayPlural(piece, before, result))
      SayUpstream(piece, result);
    before = part.given;
  }
  return result;
}

void EnglishFrontend::SayUpstream(std::string_view piece, Phones& result) const {
  const size_t first = result.phones.size();
  if (const auto phones = pronouncer_.dictionary().Find(DictionaryKey(piece))) {
    AppendWord(*phones, result);
    return AddWord(piece, first, result);
  }
  for (const std::string& token : CutLikeG2pEn(piece)) {
    const size_t begin = result.phones.size();
    if (IsLetter(token[0])) {
      AppendWord(pronouncer_.SayUncorrected(token), result);
    } else {
      AppendMark(token, result);
    }
    AddWord(token, begin, result);
  }
}

Phones EnglishFrontend::Pronounce(std::string norm_text,
                                  const std::vector<GivenWord>& given) const {
  Phones result;
  result.language = Language::kEn;
  result.norm_text = std::move(norm_text);
  Append(kPad, 0, result);
  const std::vector<Token> tokens = CutTokens(result.norm_text);
  std::vector<Extent> extents;
  for (const Token& token : tokens) extents.push_back(token.extent);
  const GivenWord* before = nullptr;
  for (const Part& part : CutAround(extents, given)) {
    const auto [begin, end] = part.extent;
    const auto text = std::string_view(result.norm_text).substr(begin, end - begin);
    if (part.given != nullptr)
      SayGiven(*part.given, text, result);
    else if (part.whole)
      Say(tokens[part.token], text, result);
    else if (!SayPlural(text, before, result))
      SayRest(text, tokens[part.token], result);
    before = part.given;
  }
  Append(kPad, 0, result);
  return result;
}

void EnglishFrontend::Say(const Token& token, std::string_view text, Phones& result) const {
  const size_t first = result.phones.size();
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
  AddWord(text, first, result);
}

// What is left of a token when a part of it has a reading: the well of "well-read". It sounds as it
// does in the whole.
void EnglishFrontend::SayRest(std::string_view rest, const Token& whole, Phones& result) const {
  const bool at_start = whole.text.starts_with(AsWord(rest));
  while (!rest.empty() && !IsWordLetter(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && !IsWordLetter(rest.back())) rest.remove_suffix(1);
  if (whole.kind == Token::Kind::kWord && !rest.empty()) {
    const size_t first = result.phones.size();
    const std::string alone = pronouncer_.Say(AsWord(rest));
    AppendWord(SoundInWhole(alone, pronouncer_.Say(whole.text), at_start), result);
    return AddWord(rest, first, result);
  }
  for (const Token& token : CutTokens(rest))
    Say(token, rest.substr(token.extent.begin, token.extent.end - token.extent.begin), result);
}

}  // namespace bv2::text::en
