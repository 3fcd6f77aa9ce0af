#include "board/record.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "board/crc32c.h"

namespace bv2::board {
namespace {

static_assert(std::endian::native == std::endian::little, "records are little-endian");

constexpr size_t kLength = sizeof(uint64_t), kChecksum = sizeof(uint32_t);

template <typename T>
void Put(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <typename T>
T Get(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(value));
  return value;
}

}  // namespace

void AppendRecord(std::string_view data, std::string& out) {
  const size_t start = out.size();
  Put(static_cast<uint64_t>(data.size()), out);
  Put(MaskedCrc32c(std::string_view(out).substr(start)), out);
  out.append(data);
  Put(MaskedCrc32c(data), out);
}

RecordReader::RecordReader(std::string_view bytes, std::string source)
    : bytes_(bytes), source_(std::move(source)) {}

std::optional<std::string_view> RecordReader::Next() {
  const std::string_view rest = bytes_.substr(offset_);
  if (rest.size() < kLength + kChecksum) return std::nullopt;
  const auto check = [&](std::string_view data, size_t at, const char* what) {
    if (Get<uint32_t>(rest.substr(at)) != MaskedCrc32c(data))
      Fail(ErrorCode::kCorruptFile, "{}: the checksum of {} of the record at byte {} is wrong",
           source_, what, offset_);
  };
  check(rest.substr(0, kLength), kLength, "the length");
  const auto length = Get<uint64_t>(rest);
  constexpr size_t kStart = kLength + kChecksum;
  if (rest.size() - kStart < kChecksum || length > rest.size() - kStart - kChecksum)
    return std::nullopt;
  const std::string_view data = rest.substr(kStart, length);
  check(data, kStart + length, "the data");
  offset_ += kStart + length + kChecksum;
  return data;
}

}  // namespace bv2::board
