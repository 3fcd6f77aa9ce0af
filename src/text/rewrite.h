#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::text {

// One match of a rule's pattern: the groups as UTF-8, empty where a group took no part.
using Groups = std::vector<std::string>;

// A pattern and what to write instead of each match; nullptr: the match stays.
struct RewriteRule {
  std::string_view pattern;  // ICU's regular expressions
  std::string (*write)(const Groups& groups);
};

// Rules applied to a text one after the other, each to the whole text. Immutable, thread-safe.
class Rewriter {
 public:
  // Throws kInternal for a pattern that is none.
  explicit Rewriter(const std::vector<RewriteRule>& rules);
  Rewriter(Rewriter&&) noexcept;
  ~Rewriter();

  std::string Apply(std::string_view text) const;

 private:
  struct Compiled;
  std::vector<Compiled> rules_;
};

}  // namespace bv2::text
