#pragma once

#include <string>
#include <string_view>

namespace bv2::text::en {

// The pronunciation of a word that no dictionary has, by flite's letter-to-sound rules for American
// English (and flite's own small lexicon), in ARPAbet with stress: "blorf" → "B L AO1 R F".
//   word  lower-case ASCII letters only, not empty
// Thread-safe.
std::string LetterToSound(std::string_view word);

}  // namespace bv2::text::en
