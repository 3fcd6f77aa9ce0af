#include "server/api_keys.h"

#include <sstream>

#include "base/check.h"
#include "base/file.h"

namespace bv2::server {
namespace {

constexpr size_t kShortest = 8;  // characters

// Looks at every character of `given`, wherever the first difference is.
bool Same(std::string_view given, std::string_view key) {
  unsigned difference = given.size() == key.size() ? 0 : 1;
  for (size_t i = 0; i < given.size(); ++i)
    difference |=
        static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(key[i % key.size()]);
  return difference == 0;
}

}  // namespace

ApiKeys::ApiKeys(const std::filesystem::path& file) {
  std::istringstream lines(ReadFile(file));
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    BV2_CHECK(line.size() >= kShortest, "{}:{}: a key of {} characters; use at least {}",
              file.string(), number, line.size(), kShortest);
    keys_.push_back(line);
  }
  BV2_CHECK(!keys_.empty(), "'{}' holds no API keys; write one a line", file.string());
}

bool ApiKeys::Admit(const HttpRequest& request) const {
  if (keys_.empty()) return true;
  constexpr std::string_view kBearer = "Bearer ";
  std::string_view given;
  if (const std::string* header = request.Header("X-API-Key")) given = *header;
  const std::string* header = request.Header("Authorization");
  if (header != nullptr && header->starts_with(kBearer))
    given = std::string_view(*header).substr(kBearer.size());
  bool admitted = false;
  for (const std::string& key : keys_) admitted |= Same(given, key);
  return admitted;
}

}  // namespace bv2::server
