#pragma once

#include <memory>

namespace bv2::text {

// Which Chinese characters give away the language they are written in: those that only the
// character sets of one country have. Immutable, thread-safe.
class HanHints {
 public:
  // Takes the character sets from ICU; throws kInternal if it lacks them.
  HanHints();
  ~HanHints();
  HanHints(HanHints&&) noexcept;
  HanHints& operator=(HanHints&&) noexcept;

  bool OnlyChinese(char32_t c) const;   // simplified or traditional: 们, 說
  bool OnlyJapanese(char32_t c) const;  // 働, 駅, 峠, 々

 private:
  struct Sets;
  std::unique_ptr<const Sets> sets_;
};

}  // namespace bv2::text
