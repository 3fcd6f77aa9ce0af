#pragma once

#include <cstdint>

namespace bv2::text {

// How a text is made ready for speaking.
enum class Normalization : uint8_t {
  kDefault,   // as a person would read it
  kUpstream,  // exactly as the original does, with its mistakes, save that nothing fails
};

}  // namespace bv2::text
