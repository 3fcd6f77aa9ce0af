#include "text/nfkc.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/error.h"

namespace bv2::text {

std::string Nfkc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString composed = icu::Normalizer2::getNFKCInstance(status)->normalize(
      icu::UnicodeString::fromUTF8(text), status);
  if (U_FAILURE(status)) {
    Fail(ErrorCode::kInternal, "ICU could not compose a text: {}", u_errorName(status));
  }
  std::string result;
  return composed.toUTF8String(result);
}

}  // namespace bv2::text
