#include "model/zip.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/error.h"

namespace bv2::model {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kDataDescriptor = 0x08074b50;
constexpr uint32_t kDirectoryHeader = 0x02014b50;
constexpr uint32_t kEnd = 0x06054b50;
constexpr uint32_t kEnd64 = 0x06064b50;
constexpr uint32_t kEnd64Locator = 0x07064b50;
constexpr size_t kLocalHeaderSize = 30;
constexpr size_t kDirectoryHeaderSize = 46;
constexpr size_t kEndSize = 22;
constexpr size_t kEnd64Size = 56;
constexpr size_t kLocatorSize = 20;
constexpr uint16_t kZip64Extra = 1;
constexpr uint32_t kFull32 = 0xFFFFFFFF;
constexpr uint16_t kFlags = 0x0808;  // sizes follow the data; names are UTF-8
constexpr size_t kDataAlignment = 64;

using Bytes = std::span<const std::byte>;

// Little-endian integer at `position`; the caller has checked the range.
template <typename T>
T Get(Bytes bytes, size_t position) {
  std::make_unsigned_t<T> value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value |
                           static_cast<T>(static_cast<uint64_t>(bytes[position + i]) << (8 * i)));
  return value;
}

template <typename T>
void Put(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(static_cast<uint64_t>(value) >> (8 * i) & 0xFF);
}

uint32_t Crc(Bytes bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

bool Fits(Bytes bytes, uint64_t position, uint64_t size) {
  return position <= bytes.size() && size <= bytes.size() - position;
}

struct Directory {
  uint64_t offset = 0;
  uint64_t size = 0;
  uint64_t count = 0;
};

// The end record stands behind everything but an optional comment of at most 64 KB.
size_t FindEnd(Bytes file, const std::string& source) {
  const size_t lowest = file.size() > 65535 + kEndSize ? file.size() - 65535 - kEndSize : 0;
  for (size_t i = file.size() < kEndSize ? 0 : file.size() - kEndSize + 1; i-- > lowest;)
    if (Get<uint32_t>(file, i) == kEnd) return i;
  Fail(ErrorCode::kCorruptFile, "'{}' has no zip directory at its end: it is cut off or damaged",
       source);
}

Directory FindDirectory(Bytes file, const std::string& source) {
  const size_t end = FindEnd(file, source);
  Directory found{.offset = Get<uint32_t>(file, end + 16),
                  .size = Get<uint32_t>(file, end + 12),
                  .count = Get<uint16_t>(file, end + 10)};
  if (end >= kLocatorSize && Get<uint32_t>(file, end - kLocatorSize) == kEnd64Locator) {
    const uint64_t at = Get<uint64_t>(file, end - kLocatorSize + 8);
    if (!Fits(file, at, kEnd64Size) || Get<uint32_t>(file, at) != kEnd64)
      Fail(ErrorCode::kCorruptFile, "'{}': no zip64 end record at byte {}", source, at);
    found = {.offset = Get<uint64_t>(file, at + 48),
             .size = Get<uint64_t>(file, at + 40),
             .count = Get<uint64_t>(file, at + 32)};
  }
  if (!Fits(file, found.offset, found.size))
    Fail(ErrorCode::kCorruptFile,
         "'{}': the zip directory (byte {}, {} bytes) lies outside the file of {} bytes", source,
         found.offset, found.size, file.size());
  return found;
}

struct Sizes {
  uint64_t stored = 0;
  uint64_t original = 0;
  uint64_t offset = 0;
};

// Replaces fields that are full (all ones) by those of the zip64 extra field.
void ReadZip64(Bytes extra, Sizes& sizes) {
  for (size_t i = 0; i + 4 <= extra.size();) {
    const size_t length = Get<uint16_t>(extra, i + 2);
    if (length > extra.size() - i - 4) return;
    if (Get<uint16_t>(extra, i) == kZip64Extra) {
      Bytes fields = extra.subspan(i + 4, length);
      for (uint64_t* field : {&sizes.original, &sizes.stored, &sizes.offset}) {
        if (*field != kFull32 || fields.size() < 8) continue;
        *field = Get<uint64_t>(fields, 0);
        fields = fields.subspan(8);
      }
    }
    i += 4 + length;
  }
}

}  // namespace

ZipReader::ZipReader(const FileImage& file) : file_(file.bytes), source_(file.source) {
  const Directory found = FindDirectory(file_, source_);
  const Bytes directory = file_.subspan(found.offset, found.size);
  size_t position = 0;
  for (uint64_t i = 0; i < found.count; ++i) ReadEntry(directory, position);
}

void ZipReader::ReadEntry(Bytes directory, size_t& position) {
  if (!Fits(directory, position, kDirectoryHeaderSize) ||
      Get<uint32_t>(directory, position) != kDirectoryHeader)
    Fail(ErrorCode::kCorruptFile, "'{}': the zip directory is damaged at its byte {}", source_,
         position);
  const size_t name_size = Get<uint16_t>(directory, position + 28);
  const size_t extra_size = Get<uint16_t>(directory, position + 30);
  const size_t comment_size = Get<uint16_t>(directory, position + 32);
  const size_t total = kDirectoryHeaderSize + name_size + extra_size + comment_size;
  if (!Fits(directory, position, total))
    Fail(ErrorCode::kCorruptFile, "'{}': the zip directory ends inside an entry", source_);
  const char* text = reinterpret_cast<const char*>(directory.data());
  std::string name(text + position + kDirectoryHeaderSize, name_size);
  if ((Get<uint16_t>(directory, position + 8) & 1u) != 0)
    Fail(ErrorCode::kUnsupported, "'{}': the entry {} is encrypted", source_, name);
  if (Get<uint16_t>(directory, position + 10) != 0)
    Fail(ErrorCode::kUnsupported,
         "'{}': the entry {} is compressed, which torch.save never does; repack the file with "
         "zip -0",
         source_, name);

  Sizes sizes{.stored = Get<uint32_t>(directory, position + 20),
              .original = Get<uint32_t>(directory, position + 24),
              .offset = Get<uint32_t>(directory, position + 42)};
  ReadZip64(directory.subspan(position + kDirectoryHeaderSize + name_size, extra_size), sizes);
  if (!Fits(file_, sizes.offset, kLocalHeaderSize) ||
      Get<uint32_t>(file_, sizes.offset) != kLocalHeader)
    Fail(ErrorCode::kCorruptFile, "'{}': no header of the entry {} at byte {}", source_, name,
         sizes.offset);
  const uint64_t start = sizes.offset + kLocalHeaderSize + Get<uint16_t>(file_, sizes.offset + 26) +
                         Get<uint16_t>(file_, sizes.offset + 28);
  if (sizes.stored != sizes.original || !Fits(file_, start, sizes.stored))
    Fail(ErrorCode::kCorruptFile, "'{}': the {} bytes of the entry {} leave the file", source_,
         sizes.stored, name);

  const Location location{file_.subspan(start, sizes.stored),
                          Get<uint32_t>(directory, position + 16)};
  if (!entries_.emplace(name, location).second)
    Fail(ErrorCode::kCorruptFile, "'{}': the entry {} appears twice", source_, name);
  names_.push_back(std::move(name));
  position += total;
}

Bytes ZipReader::Entry(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end())
    Fail(ErrorCode::kCorruptFile, "'{}' lacks the zip entry {}", source_, name);
  return found->second.bytes;
}

Bytes ZipReader::CheckedEntry(const std::string& name) const {
  const Bytes bytes = Entry(name);
  if (Crc(bytes) != entries_.at(name).crc)
    Fail(ErrorCode::kCorruptFile, "'{}': the checksum of the zip entry {} does not match", source_,
         name);
  return bytes;
}

void ZipWriter::Write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  position_ += bytes.size();
}

void ZipWriter::Add(const std::string& name, Bytes bytes) {
  const Record record{name, position_, bytes.size(), Crc(bytes)};
  const bool large = record.size >= kFull32;
  // The padding field needs four bytes for its own header; after it the data is aligned.
  const uint64_t unpadded = position_ + kLocalHeaderSize + name.size() + (large ? 20 : 0) + 4;
  const size_t padding = (kDataAlignment - unpadded % kDataAlignment) % kDataAlignment;

  std::string header;
  Put(header, kLocalHeader);
  Put(header, uint16_t{0});  // version needed
  Put(header, kFlags);
  header.append(20 - header.size() + 6, '\0');  // method, time, crc, sizes: in the descriptor
  Put(header, static_cast<uint16_t>(name.size()));
  Put(header, static_cast<uint16_t>((large ? 20 : 0) + 4 + padding));
  header += name;
  if (large) {
    Put(header, kZip64Extra);
    Put(header, uint16_t{16});
    header.append(16, '\0');
  }
  header += "FB";
  Put(header, static_cast<uint16_t>(padding));
  header.append(padding, 'Z');
  Write(header);
  Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});

  std::string descriptor;
  Put(descriptor, kDataDescriptor);
  Put(descriptor, record.crc);
  for (int i = 0; i < 2; ++i) {  // stored and original size
    if (large)
      Put(descriptor, record.size);
    else
      Put(descriptor, static_cast<uint32_t>(record.size));
  }
  Write(descriptor);
  records_.push_back(record);
}

void ZipWriter::Finish() {
  std::string directory;
  for (const Record& record : records_) {
    std::string extra;
    const bool large = record.size >= kFull32;
    if (large || record.offset >= kFull32) {
      Put(extra, kZip64Extra);
      Put(extra, static_cast<uint16_t>((large ? 16 : 0) + (record.offset >= kFull32 ? 8 : 0)));
      if (large) Put(extra, record.size), Put(extra, record.size);
      if (record.offset >= kFull32) Put(extra, record.offset);
    }
    const auto size = static_cast<uint32_t>(std::min<uint64_t>(record.size, kFull32));
    Put(directory, kDirectoryHeader);
    Put(directory, uint32_t{0});  // versions made by and needed
    Put(directory, kFlags);
    Put(directory, uint16_t{0});  // method: stored
    Put(directory, uint32_t{0});  // time and date
    Put(directory, record.crc);
    Put(directory, size);
    Put(directory, size);
    Put(directory, static_cast<uint16_t>(record.name.size()));
    Put(directory, static_cast<uint16_t>(extra.size()));
    directory.append(10, '\0');  // comment, disk, attributes
    Put(directory, static_cast<uint32_t>(std::min<uint64_t>(record.offset, kFull32)));
    directory += record.name + extra;
  }
  const uint64_t start = position_;
  const uint64_t count = records_.size();
  const uint64_t size = directory.size();
  const uint64_t end64 = start + size;
  Put(directory, kEnd64);
  Put(directory, uint64_t{kEnd64Size - 12});
  Put(directory, uint16_t{0x031E});  // made by: Unix, 3.0
  Put(directory, uint16_t{45});      // needed: zip64
  Put(directory, uint64_t{0});       // disks
  Put(directory, count);
  Put(directory, count);
  Put(directory, size);
  Put(directory, start);
  Put(directory, kEnd64Locator);
  Put(directory, uint32_t{0});
  Put(directory, end64);
  Put(directory, uint32_t{1});
  Put(directory, kEnd);
  Put(directory, uint32_t{0});
  Put(directory, static_cast<uint16_t>(std::min<uint64_t>(count, 0xFFFF)));
  Put(directory, static_cast<uint16_t>(std::min<uint64_t>(count, 0xFFFF)));
  Put(directory, static_cast<uint32_t>(std::min<uint64_t>(size, kFull32)));
  Put(directory, static_cast<uint32_t>(std::min<uint64_t>(start, kFull32)));
  Put(directory, uint16_t{0});
  Write(directory);
}

}  // namespace bv2::model
