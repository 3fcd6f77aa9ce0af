#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::text::en {

// Bytes of a text.
struct Extent {
  size_t begin = 0, end = 0;
};

// Part of a text and how it is read, in ARPAbet.
struct GivenWord {
  Extent extent;
  std::string arpabet;
};

// What is said at once: a token, or what readings leave of it, or a reading.
struct Part {
  Extent extent;
  const GivenWord* given = nullptr;  // owned by the caller
  bool whole = true;                 // token
  size_t token = 0;
};

// Puts readings in place of the tokens or parts of tokens that they are for.
//   tokens, given  in the order of the text, not overlapping
std::vector<Part> CutAround(const std::vector<Extent>& tokens, const std::vector<GivenWord>& given);

// How a part of a compound sounds within it: the phones at the start or end of `whole` if only
// their vowels differ from those of `part`, else `part`. ARPAbet.
std::string SoundInWhole(std::string_view part, std::string_view whole, bool at_start);

}  // namespace bv2::text::en
