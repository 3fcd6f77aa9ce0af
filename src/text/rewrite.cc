#include "text/rewrite.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include "base/error.h"

namespace bv2::text {
namespace {

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

void Check(UErrorCode status, std::string_view pattern) {
  if (U_SUCCESS(status)) return;
  Fail(ErrorCode::kInternal, "ICU failed on the pattern '{}': {}", pattern, u_errorName(status));
}

}  // namespace

struct Rewriter::Compiled {
  RewriteRule rule;
  std::unique_ptr<icu::RegexPattern> pattern;
};

Rewriter::Rewriter(const std::vector<RewriteRule>& rules) {
  for (const RewriteRule& rule : rules) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError place;
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(rule.pattern), place, status));
    Check(status, rule.pattern);
    rules_.push_back({rule, std::move(pattern)});
  }
}

Rewriter::Rewriter(Rewriter&&) noexcept = default;
Rewriter::~Rewriter() = default;

std::string Rewriter::Apply(std::string_view text) const {
  icu::UnicodeString current = icu::UnicodeString::fromUTF8(text);
  for (const Compiled& compiled : rules_) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(compiled.pattern->matcher(current, status));
    icu::UnicodeString result;
    int32_t copied = 0;
    while (U_SUCCESS(status) && matcher->find(status)) {
      Groups groups;
      for (int32_t i = 0; i <= matcher->groupCount(); ++i) {
        groups.push_back(ToUtf8(matcher->group(i, status)));
      }
      result.append(current, copied, matcher->start(status) - copied);
      result.append(icu::UnicodeString::fromUTF8(compiled.rule.write(groups)));
      copied = matcher->end(status);
    }
    Check(status, compiled.rule.pattern);
    if (copied == 0 && result.isEmpty()) continue;
    result.append(current, copied, current.length() - copied);
    current = result;
  }
  return ToUtf8(current);
}

}  // namespace bv2::text
