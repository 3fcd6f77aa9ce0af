#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "text/symbols.h"

namespace bv2::text {

class UserDictionary;

// How a text is made ready for speaking.
enum class Normalization : uint8_t {
  kDefault,   // as a person would read it
  kUpstream,  // exactly as the original does, with its mistakes, save that nothing fails
};

// What becomes of words that are not in the language that was asked for.
enum class Foreign : uint8_t {
  kSpeak,  // they are spoken in their own
  kDrop,   // they are left to the frontend of that language, which drops them, as the original does
};

struct TextOptions {
  std::optional<Language> language = Language::kZh;  // none: found out from the text
  Normalization normalization = Normalization::kDefault;
  Foreign foreign = Foreign::kSpeak;  // with Normalization::kUpstream always kDrop
  std::shared_ptr<const UserDictionary> dictionary = {};  // of readings; may be null
};

}  // namespace bv2::text
