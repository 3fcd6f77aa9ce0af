#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"

namespace bv2::text {

// A dictionary file, mapped into memory and searched in place, so that opening takes milliseconds
// and processes share the pages. Format: UTF-8 lines `key TAB fields`, sorted by bytes, after a
// header of '#' lines that an empty line ends. Immutable, thread-safe.
class SortedTable {
 public:
  // Throws kNotFound, kIo; kCorruptFile when the header or the last newline is missing.
  explicit SortedTable(const std::filesystem::path& path);

  // The fields of a key, without the newline; nullopt when there is no such key. A key is not
  // empty and has no tab.
  std::optional<std::string_view> Find(std::string_view key) const&;

  // All records in order: key, fields. They live as long as the table.
  std::vector<std::pair<std::string_view, std::string_view>> Records() const&;

  // Finds a key piece by piece, for looking up every prefix of a text.
  class Walk {
   public:
    explicit Walk(const SortedTable& table) : table_(table), records_(table.records_) {}
    // Appends whole characters to the key. False when no key starts with it; the walk is over then.
    bool Extend(std::string_view bytes);
    // The fields of the key walked so far; nullopt when it is only a prefix of keys.
    std::optional<std::string_view> Fields() const;

   private:
    const SortedTable& table_;
    std::string_view records_;  // the lines whose keys start with the walked key
    size_t depth_ = 0;          // bytes walked
  };

 private:
  // The lines whose keys start with the character that is `first` as a number.
  struct Block {
    uint32_t first;
    size_t begin;
  };

  std::string_view RecordsOfFirst(std::string_view key) const;

  MappedFile file_;
  std::string_view records_;
  std::vector<Block> blocks_;  // in order; the last one ends with the records
};

}  // namespace bv2::text
