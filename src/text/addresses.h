#pragma once

#include <cstddef>
#include <string_view>

namespace bv2::text {

// The length of the address of a page, https://a.com/b or a.com, or of a mailbox, me@a.com, that
// the text starts with; 0 for anything else. Punctuation after it is no part of it.
size_t AddressLength(std::u32string_view text);

}  // namespace bv2::text
