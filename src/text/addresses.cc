#include "text/addresses.h"

#include <algorithm>
#include <array>

namespace bv2::text {
namespace {

using std::u32string_view;

bool IsAlphanumeric(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool IsVisibleAscii(char32_t c) { return c > ' ' && c < 0x7f; }
bool IsHostPart(char32_t c) { return IsAlphanumeric(c) || c == '-' || c == '.'; }

bool EndsInDomain(u32string_view host) {
  constexpr std::array<u32string_view, 14> kDomains = {U"com", U"org",  U"net", U"edu", U"gov",
                                                       U"cn",  U"io",   U"jp",  U"uk",  U"tw",
                                                       U"hk",  U"info", U"dev", U"app"};
  const size_t dot = host.rfind('.');
  return dot != host.npos && dot > 0 &&
         std::ranges::find(kDomains, host.substr(dot + 1)) != kDomains.end();
}

u32string_view Host(u32string_view text) {
  const auto end = std::ranges::find_if_not(text, IsHostPart);
  u32string_view host = text.substr(0, static_cast<size_t>(end - text.begin()));
  while (!host.empty() && !IsAlphanumeric(host.back())) host.remove_suffix(1);
  return host;
}

}  // namespace

size_t AddressLength(u32string_view text) {
  constexpr size_t kLongest = 2000;
  const auto end = std::ranges::find_if_not(text.substr(0, kLongest), IsVisibleAscii);
  u32string_view run = text.substr(0, static_cast<size_t>(end - text.begin()));
  while (!run.empty() && !IsAlphanumeric(run.back()) && run.back() != '/') run.remove_suffix(1);
  for (const u32string_view start : {U"https://", U"http://", U"ftp://", U"www."})
    if (run.starts_with(start) && run.size() > start.size()) return run.size();
  const size_t name = static_cast<size_t>(
      std::ranges::find_if_not(run,
                               [](char32_t c) { return IsHostPart(c) || c == '_' || c == '+'; }) -
      run.begin());
  if (name > 0 && name < run.size() && run[name] == '@') {
    const u32string_view host = Host(run.substr(name + 1));
    return host.find('.') == host.npos ? 0 : name + 1 + host.size();
  }
  const u32string_view host = Host(run);
  if (!EndsInDomain(host)) return 0;
  const bool path = host.size() < run.size() && run[host.size()] == '/';
  return path ? run.size() : host.size();
}

}  // namespace bv2::text
