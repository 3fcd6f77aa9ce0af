#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bv2::server {

// The fields of a multipart/form-data body, decoded; files that come with them are passed over.
//   content_type  the header, which names the boundary
// Throws HttpError 400 if that is not what the body is.
// Source: RFC 7578 and RFC 2046, section 5.1.1.
std::multimap<std::string, std::string> ParseMultipart(std::string_view body,
                                                       std::string_view content_type);

}  // namespace bv2::server
