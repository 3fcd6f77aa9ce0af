#pragma once

#include <cstdint>
#include <string_view>

namespace bv2::board {

// The checksum of RFC 3720 (Castagnoli polynomial).
uint32_t Crc32c(std::string_view data);

// As TFRecord stores it: rotated, and with a constant added, because the checksum of data that
// holds its own checksum would be weak.
uint32_t MaskedCrc32c(std::string_view data);

}  // namespace bv2::board
