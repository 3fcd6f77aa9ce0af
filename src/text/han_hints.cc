#include "text/han_hints.h"

#include <unicode/ucnv.h>
#include <unicode/uniset.h>

#include <string_view>

#include "base/error.h"

namespace bv2::text {
namespace {

// Common in Japan, though no Japanese character set of old has them in this form.
constexpr std::u32string_view kAlsoJapanese = U"剝頰塡𠮟彅";
// Simplified forms that Japanese character sets hold as rare characters of their own.
constexpr std::u32string_view kRareInJapan = U"个气么";

icu::UnicodeSet CharacterSet(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(name, &status));
  icu::UnicodeSet set;
  ucnv_getUnicodeSet(converter.getAlias(), set.toUSet(), UCNV_ROUNDTRIP_SET, &status);
  if (U_FAILURE(status)) {
    Fail(ErrorCode::kInternal, "ICU has no character set '{}' ({}); install its full data", name,
         u_errorName(status));
  }
  return set;
}

UChar32 Point(char32_t c) { return static_cast<UChar32>(c); }

}  // namespace

struct HanHints::Sets {
  icu::UnicodeSet chinese, japanese;
};

HanHints::HanHints() {
  auto sets = std::make_unique<Sets>();
  const icu::UnicodeSet japan = CharacterSet("ibm-943");  // Shift JIS as on Windows
  sets->chinese.addAll(CharacterSet("gb2312")).addAll(CharacterSet("big5"));
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeSet han(u"[:Han:]", status);
  sets->japanese.addAll(japan).removeAll(sets->chinese).retainAll(han).add(Point(U'々'));
  sets->chinese.removeAll(japan).retainAll(han).remove(Point(U'々'));
  for (const char32_t c : kAlsoJapanese) sets->chinese.remove(Point(c));
  for (const char32_t c : kRareInJapan) sets->chinese.add(Point(c));
  sets->chinese.freeze();
  sets->japanese.freeze();
  sets_ = std::move(sets);
}

HanHints::~HanHints() = default;
HanHints::HanHints(HanHints&&) noexcept = default;
HanHints& HanHints::operator=(HanHints&&) noexcept = default;

bool HanHints::OnlyChinese(char32_t c) const { return sets_->chinese.contains(Point(c)); }
bool HanHints::OnlyJapanese(char32_t c) const { return sets_->japanese.contains(Point(c)); }

}  // namespace bv2::text
