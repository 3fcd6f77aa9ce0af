#pragma once

#include <string_view>

namespace bv2::board {

// The git commit that this program was built from, 40 hexadecimal digits; its version number if it
// was built outside a repository.
std::string_view Revision();

}  // namespace bv2::board
