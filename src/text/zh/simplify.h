#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "text/sorted_table.h"

namespace bv2::text::zh {

// Traditional characters and variants → simplified ones, by the longest phrase, because one
// character may have several: 乾淨 → 干净, but 乾坤. Immutable, thread-safe.
class Simplifier {
 public:
  // `data_dir` has zh/traditional.txt and zh/traditional_overrides.txt. Throws kNotFound, kIo,
  // kCorruptFile.
  explicit Simplifier(const std::filesystem::path& data_dir);

  // One character becomes one character.
  std::u32string Simplify(std::u32string_view text) const;

 private:
  SortedTable overrides_;
  SortedTable phrases_;
};

}  // namespace bv2::text::zh
