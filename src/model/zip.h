#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/tensor.h"

namespace bv2::model {

// The directory of a zip file whose entries are stored uncompressed, which is how torch.save writes
// them, so that an entry is a span of the mapped file. Reads zip64. Source: PKWARE APPNOTE 6.3.9.
class ZipReader {
 public:
  // Throws kCorruptFile, or kUnsupported for compressed or encrypted entries.
  explicit ZipReader(const FileImage& file);

  bool Has(const std::string& name) const { return entries_.contains(name); }
  // The bytes of an entry. Throws kCorruptFile if it is missing.
  std::span<const std::byte> Entry(const std::string& name) const;
  // The same after verifying the entry's checksum.
  std::span<const std::byte> CheckedEntry(const std::string& name) const;
  const std::vector<std::string>& names() const { return names_; }  // in directory order

 private:
  struct Location {
    std::span<const std::byte> bytes;
    uint32_t crc = 0;
  };
  void ReadEntry(std::span<const std::byte> directory, size_t& position);

  std::span<const std::byte> file_;
  std::string source_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, Location> entries_;
};

// Writes stored entries the way torch's zip writer does: every entry's data starts on a 64-byte
// boundary, behind padding in an extra field of the header.
class ZipWriter {
 public:
  explicit ZipWriter(std::ostream& out) : out_(out) {}
  void Add(const std::string& name, std::span<const std::byte> bytes);
  void Finish();  // writes the directory

 private:
  struct Record {
    std::string name;
    uint64_t offset = 0;
    uint64_t size = 0;
    uint32_t crc = 0;
  };
  void Write(std::string_view bytes);

  std::ostream& out_;
  uint64_t position_ = 0;
  std::vector<Record> records_;
};

}  // namespace bv2::model
