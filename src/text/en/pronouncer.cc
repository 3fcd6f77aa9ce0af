#include "text/en/pronouncer.h"

#include <algorithm>

#include "text/en/derive.h"
#include "text/en/letter_to_sound.h"
#include "text/parse.h"

namespace bv2::text::en {
namespace {

// Letter-to-sound rules gain nothing from more letters at once, but take time.
constexpr size_t kMaxLetters = 40;

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void Append(std::string_view phones, std::string& result) {
  if (!result.empty() && !phones.empty()) result += ' ';
  result += phones;
}

std::string Guess(std::string_view word) {
  std::string letters;
  std::ranges::copy_if(word, std::back_inserter(letters),
                       [](char c) { return c >= 'a' && c <= 'z'; });
  std::string phones;
  for (size_t begin = 0; begin < letters.size(); begin += kMaxLetters) {
    Append(LetterToSound(std::string_view(letters).substr(begin, kMaxLetters)), phones);
  }
  return phones;
}

}  // namespace

std::string Pronouncer::SayWith(Find find, std::string_view word) const {
  if (const auto phones = (dictionary_.*find)(word)) return std::string(*phones);
  std::string result;
  while (!word.empty()) {
    const std::string_view part = NextField(word, '-');
    if (const auto phones = (dictionary_.*find)(part)) {
      Append(*phones, result);
    } else if (const auto derived =
                   Derive(part, [&](std::string_view w) { return (dictionary_.*find)(w); })) {
      Append(*derived, result);
    } else {
      Append(Guess(part), result);
    }
  }
  return result;
}

std::string Pronouncer::Say(std::string_view word) const {
  return SayWith(&Dictionary::Find, word);
}

std::string Pronouncer::Spell(std::string_view letters) const {
  std::string result;
  for (const char letter : letters.substr(0, letters.find('\''))) {
    if (const auto name = dictionary_.Find(std::string(1, letter) + '.')) Append(*name, result);
  }
  if (letters.ends_with("'s")) Append(PluralSound(result), result);
  return result;
}

std::string Pronouncer::SayUncorrected(std::string_view word) const {
  return SayWith(&Dictionary::FindUncorrected, word);
}

PhonesAndTones ToSymbols(std::string_view arpabet) {
  PhonesAndTones result;
  while (!arpabet.empty()) {
    std::string phone(NextField(arpabet));
    if (phone.empty()) continue;
    int64_t tone = 0;
    if (phone.back() >= '0' && phone.back() <= '9') {
      tone = phone.back() - '0' + 1;
      phone.pop_back();
    }
    std::ranges::transform(phone, phone.begin(), ToLower);
    // The symbol v is taken by Mandarin's ü.
    result.phones.push_back(phone == "v" ? "V" : std::move(phone));
    result.tones.push_back(tone);
  }
  return result;
}

}  // namespace bv2::text::en
