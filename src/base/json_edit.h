#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/json.h"

namespace bv2 {

// The JSON text `document` with the member at `path` (e.g. {"data", "spk2id"}) set to `value`, and
// every other byte as it was: numbers keep their spelling, members their order, lines their
// indentation. A missing member is appended to its object; a value that is already there changes
// nothing. `source` names the document in errors.
// Throws kCorruptFile for what is no JSON, kInvalidArgument if a member on the way is no object or
// missing.
std::string SetJsonMember(std::string_view document, std::span<const std::string_view> path,
                          const Json& value, std::string_view source);

}  // namespace bv2
