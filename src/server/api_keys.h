#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"

namespace bv2::server {

// Who may ask. Without keys everybody.
class ApiKeys {
 public:
  ApiKeys() = default;
  // A key a line; empty lines and those that start with # count for nothing. Throws kNotFound, kIo;
  // kInvalidArgument for a file without keys or a key that is too short to be one.
  explicit ApiKeys(const std::filesystem::path& file);

  bool required() const { return !keys_.empty(); }
  // Looks at `Authorization: Bearer KEY` and `X-API-Key: KEY`. Takes as long for any wrong key of a
  // length.
  bool Admit(const HttpRequest& request) const;

 private:
  std::vector<std::string> keys_;
};

}  // namespace bv2::server
