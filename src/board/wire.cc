#include "board/wire.h"

#include <bit>
#include <cstring>

#include "base/error.h"

namespace bv2::board {
namespace {

static_assert(std::endian::native == std::endian::little, "fixed fields are little-endian");

constexpr int kVarintKey = 0, kFixed64Key = 1, kBytesKey = 2, kFixed32Key = 5;

// Seven bits a byte, the lowest first; the high bit says that more follow.
void PutVarint(uint64_t value, std::string& message) {
  for (; value >= 0x80; value >>= 7) message += static_cast<char>((value & 0x7F) | 0x80);
  message += static_cast<char>(value);
}

void PutKey(int field, int type, std::string& message) {
  PutVarint(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(type), message);
}

template <typename T>
void PutRaw(T value, std::string& message) {
  message.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

void PutInteger(int field, int64_t value, std::string& message) {
  PutKey(field, kVarintKey, message);
  PutVarint(static_cast<uint64_t>(value), message);
}

void PutFloat(int field, float value, std::string& message) {
  PutKey(field, kFixed32Key, message);
  PutRaw(value, message);
}

void PutDouble(int field, double value, std::string& message) {
  PutKey(field, kFixed64Key, message);
  PutRaw(value, message);
}

void PutBytes(int field, std::string_view value, std::string& message) {
  PutKey(field, kBytesKey, message);
  PutVarint(value.size(), message);
  message.append(value);
}

void PutDoubles(int field, std::span<const double> values, std::string& message) {
  PutKey(field, kBytesKey, message);
  PutVarint(values.size_bytes(), message);
  for (const double value : values) PutRaw(value, message);
}

bool WireReader::Next() {
  if (rest_.empty()) return false;
  const uint64_t key = TakeVarint();
  if (key >> 3 == 0 || key >> 32 != 0) FailAt("a field has an impossible number");
  field_ = static_cast<int>(key >> 3);
  switch (key & 7) {
    case kVarintKey:
      type_ = Type::kVarint;
      number_ = TakeVarint();
      return true;
    case kFixed64Key:
      type_ = Type::kFixed64;
      number_ = TakeFixed(sizeof(uint64_t));
      return true;
    case kFixed32Key:
      type_ = Type::kFixed32;
      number_ = TakeFixed(sizeof(uint32_t));
      return true;
    case kBytesKey: {
      type_ = Type::kBytes;
      const uint64_t length = TakeVarint();
      if (length > rest_.size()) FailAt("a field reaches beyond the end");
      bytes_ = rest_.substr(0, length);
      rest_.remove_prefix(length);
      return true;
    }
    default:
      FailAt("a field has an unknown type");
  }
}

int64_t WireReader::Integer() const {
  Expect(Type::kVarint);
  return static_cast<int64_t>(number_);
}

float WireReader::Float() const {
  Expect(Type::kFixed32);
  return std::bit_cast<float>(static_cast<uint32_t>(number_));
}

double WireReader::Double() const {
  Expect(Type::kFixed64);
  return std::bit_cast<double>(number_);
}

std::string_view WireReader::Bytes() const {
  Expect(Type::kBytes);
  return bytes_;
}

std::string_view WireReader::Raw() const {
  if (type_ == Type::kVarint) FailAt("a field is of another type than expected");
  return bytes_;
}

void WireReader::Doubles(std::vector<double>& out) const {
  if (type_ == Type::kFixed64) {
    out.push_back(Double());
    return;
  }
  const std::string_view packed = Bytes();
  if (packed.size() % sizeof(double) != 0) FailAt("packed numbers are cut");
  const size_t before = out.size();
  out.resize(before + packed.size() / sizeof(double));
  if (!packed.empty()) std::memcpy(out.data() + before, packed.data(), packed.size());
}

uint64_t WireReader::TakeVarint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) FailAt("a number is cut");
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  FailAt("a number is longer than 64 bits");
}

uint64_t WireReader::TakeFixed(size_t bytes) {
  if (rest_.size() < bytes) FailAt("a number is cut");
  uint64_t value = 0;
  std::memcpy(&value, rest_.data(), bytes);
  bytes_ = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return value;
}

void WireReader::Expect(Type type) const {
  if (type_ != type) FailAt("a field is of another type than expected");
}

void WireReader::FailAt(const char* what) const {
  Fail(ErrorCode::kCorruptFile, "{}: {}: {} (field {}, {} bytes before the end)", source_,
       "not a valid message", what, field_, rest_.size());
}

}  // namespace bv2::board
