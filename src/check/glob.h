#pragma once

#include <string_view>

namespace bv2::check {

// True if all of `text` fits `pattern`, in which * stands for any characters and ? for one.
bool GlobMatches(std::string_view pattern, std::string_view text);

// The meaning of --filter: a pattern if it has * or ?, else any part of the text.
bool FilterMatches(std::string_view filter, std::string_view text);

}  // namespace bv2::check
