#include "text/signs.h"

#include <algorithm>

namespace bv2::text {

std::string_view NameOfSign(std::span<const SignName> names, std::string_view sign) {
  const auto found = std::ranges::find(names, sign, &SignName::first);
  return found == names.end() ? sign : found->second;
}

std::string ReadAddress(std::string_view address, std::span<const SignName> signs,
                        std::string (*digit)(std::string_view)) {
  if (const size_t protocol = address.find("://"); protocol != address.npos)
    address.remove_prefix(protocol + 3);
  while (address.ends_with('/')) address.remove_suffix(1);
  std::string words;
  if (address.starts_with("www.")) {
    words = "W W W";
    address.remove_prefix(3);
  }
  for (size_t i = 0; i < address.size(); ++i) {
    const std::string_view sign = address.substr(i, 1);
    const bool is_digit = sign[0] >= '0' && sign[0] <= '9';
    words += is_digit ? digit(sign) : NameOfSign(signs, sign);
  }
  return words;
}

}  // namespace bv2::text
