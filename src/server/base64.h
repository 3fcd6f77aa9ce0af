#pragma once

#include <string>
#include <string_view>

namespace bv2::server {

// RFC 4648, with padding.
std::string Base64(std::string_view bytes);

}  // namespace bv2::server
