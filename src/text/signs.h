#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bv2::text {

// A sign and the word for it in some language.
using SignName = std::pair<std::string_view, std::string_view>;

// The sign itself if it has no name.
std::string_view NameOfSign(std::span<const SignName> names, std::string_view sign);

// Reads an address of the web or of e-mail: digits one by one with `digit`, signs by name, "www."
// as three letters; other letters stay, and the protocol and slashes at the end are not read.
std::string ReadAddress(std::string_view address, std::span<const SignName> signs,
                        std::string (*digit)(std::string_view));

}  // namespace bv2::text
