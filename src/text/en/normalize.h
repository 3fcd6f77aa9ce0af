#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "text/en/dictionary.h"
#include "text/rewrite.h"
#include "text/sorted_table.h"

namespace bv2::text::en {

// Writes a text the way it is read out: words of ASCII letters, initials as "F.B.I." (a full stop
// after them is a second one) and the marks
// ! ? … , . — numbers, dates, times, amounts, units, addresses, abbreviations and symbols become
// words; what cannot be said is left out. Immutable, thread-safe.
class Normalizer {
 public:
  // `data_dir` has en/abbreviations.txt; `dictionary` decides which capitals are words. Both are
  // kept. Throws kNotFound, kIo, kCorruptFile.
  Normalizer(const std::filesystem::path& data_dir, const Dictionary& dictionary);

  // UTF-8 in and out.
  std::string Normalize(std::string_view text) const;

  // Whether a word with a full stop behind it is an abbreviation: Mr, etc.
  bool IsAbbreviation(std::string_view word) const;

 private:
  std::string ExpandAbbreviations(std::string_view text) const;
  std::string SpellInitials(std::string_view text) const;
  std::string Respell(std::string_view word, std::string_view before, bool shouted) const;

  const Dictionary& dictionary_;
  SortedTable abbreviations_;
  Rewriter addresses_;
  Rewriter numbers_;
  Rewriter symbols_;
};

// The tables of rules, in the order in which they apply.
// normalize_numbers.cc: everything with digits.
std::vector<RewriteRule> NumberRules();
// normalize_symbols.cc: addresses, then (after numbers and abbreviations) signs and punctuation.
std::vector<RewriteRule> AddressRules();
std::vector<RewriteRule> SymbolRules();

}  // namespace bv2::text::en
