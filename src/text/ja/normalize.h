#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/rewrite.h"

namespace bv2::text::ja {

// Writes a text the way it is read out: kana, Chinese characters as dictionaries have them and the
// seven marks that have a symbol, at most one after the other. Immutable, thread-safe.
class Normalizer {
 public:
  Normalizer();

  // UTF-8 in and out: WriteOut, then characters and marks. What cannot be said is left out.
  std::string Normalize(std::string_view text) const;

  // Numbers, dates, times, amounts, units, addresses and signs as words. What is written in
  // letters of any kind stays, private-use characters, too, as do numbers inside English phrases.
  std::string WriteOut(std::string_view text) const;

 private:
  std::string WriteOutPart(std::string_view text) const;

  Rewriter addresses_;
  Rewriter numbers_;
  Rewriter signs_;
};

// The tables of rules, in the order in which they apply.
// normalize_numbers.cc: everything with digits.
std::vector<RewriteRule> NumberRules();
// normalize_signs.cc: addresses, then (after numbers) signs.
std::vector<RewriteRule> AddressRules();
std::vector<RewriteRule> SignRules();

}  // namespace bv2::text::ja
