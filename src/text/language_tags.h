#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "text/passage.h"
#include "text/symbols.h"

namespace bv2::text {

// From here to the next stretch somebody said which language it is; nullopt: nobody did.
struct Stretch {
  size_t begin = 0;  // byte of the text
  std::optional<Language> language = {};
  bool operator==(const Stretch&) const = default;
};

struct TaggedPassage {
  Passage passage;                 // without tags
  std::vector<Stretch> stretches;  // the first begins at 0; neighbours differ
};

// Takes the tags <zh>, <ja> or <jp>, and <en>, in lower or upper case, out of a text. A tag holds
// until the next one; a closing one, </en>, goes back to what held before the tag that it closes,
// or means nothing without one. `language` holds before the first tag. Any other tag is text.
TaggedPassage TakeTags(const Passage& passage, std::optional<Language> language);

}  // namespace bv2::text
