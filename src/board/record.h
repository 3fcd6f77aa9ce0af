#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bv2::board {

// TFRecord, the framing of event files: length, its checksum, data, its checksum.
// Source: TensorFlow, python/lib/io/tf_record.py and core/lib/io/record_writer.h (Apache-2.0).
void AppendRecord(std::string_view data, std::string& out);

// The records of a file, one after the other.
class RecordReader {
 public:
  // `bytes` must outlive the reader and what it returns. `source` names them in errors.
  RecordReader(std::string_view bytes, std::string source);

  // The next record, or nothing at the end. What a writer that was killed left of its last record
  // counts as the end, too. Throws kCorruptFile, with the offset, if a checksum is wrong.
  std::optional<std::string_view> Next();

  // Bytes of an unfinished record at the end.
  size_t leftover() const { return bytes_.size() - offset_; }

 private:
  std::string_view bytes_;
  std::string source_;
  size_t offset_ = 0;
};

}  // namespace bv2::board
