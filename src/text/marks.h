#pragma once

#include <string>

namespace bv2::text {

// Appends one of the seven marks that have a symbol. A text does not begin with one, and of several
// in a row the one that says most stays: ? ! … . , - '
void AppendMark(char32_t mark, std::u32string& text);

}  // namespace bv2::text
