#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bv2::text {

// The values are the language ids the networks were trained with.
enum class Language : int64_t { kZh = 0, kJp = 1, kEn = 2 };

// "ZH", "JP" or "EN", as the original writes them.
std::string_view LanguageName(Language language);
// Also accepts lower case and "JA". nullopt for any other name.
std::optional<Language> ParseLanguage(std::string_view name);

inline constexpr int64_t kToneCount = 11;
// What is added to a tone of this language to make its id: ZH 0..5, JP 6, EN 7..10.
constexpr int64_t ToneOffset(Language language) {
  return language == Language::kZh ? 0 : language == Language::kJp ? 6 : 7;
}

inline constexpr size_t kSymbolCount = 112;
inline constexpr std::string_view kPad = "_";
inline constexpr std::string_view kUnknown = "UNK";
inline constexpr int64_t kBlankId = 0;  // the id of kPad, put between phones

// All phone symbols in the order of their ids.
extern const std::array<std::string_view, kSymbolCount> kSymbols;

// nullopt when no such symbol exists.
std::optional<int64_t> SymbolId(std::string_view symbol);

// ! ? … , . ' -
bool IsPunctuation(char32_t code_point);

}  // namespace bv2::text
