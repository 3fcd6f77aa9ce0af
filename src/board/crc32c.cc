#include "board/crc32c.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace bv2::board {
namespace {

static_assert(std::endian::native == std::endian::little);

using Table = std::array<std::array<uint32_t, 256>, 8>;

// Entry [k][b]: the checksum of byte b followed by k zero bytes.
constexpr Table MakeTable() {
  constexpr uint32_t kPolynomial = 0x82F63B78;  // bits reversed
  Table table{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? kPolynomial : 0);
    table[0][byte] = sum;
  }
  for (size_t zeros = 1; zeros < 8; ++zeros)
    for (size_t byte = 0; byte < 256; ++byte) {
      const uint32_t sum = table[zeros - 1][byte];
      table[zeros][byte] = sum >> 8 ^ table[0][sum & 0xFF];
    }
  return table;
}

constexpr Table kTable = MakeTable();

}  // namespace

uint32_t Crc32c(std::string_view data) {
  uint32_t sum = 0xFFFFFFFF;
  // Eight bytes a time: pictures and sounds make event files large.
  for (; data.size() >= 8; data.remove_prefix(8)) {
    uint64_t block;
    std::memcpy(&block, data.data(), 8);
    block ^= sum;
    sum = 0;
    for (size_t i = 0; i < 8; ++i) sum ^= kTable[7 - i][block >> (8 * i) & 0xFF];
  }
  for (const char byte : data)
    sum = sum >> 8 ^ kTable[0][(sum ^ static_cast<uint8_t>(byte)) & 0xFF];
  return ~sum;
}

uint32_t MaskedCrc32c(std::string_view data) { return std::rotr(Crc32c(data), 15) + 0xA282EAD8; }

}  // namespace bv2::board
