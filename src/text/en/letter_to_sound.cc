#include "text/en/letter_to_sound.h"

#include <flite/flite.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "base/check.h"

// flite declares this in no installed header.
extern "C" cst_lexicon* cmu_lex_init(void);

namespace bv2::text::en {
namespace {

// flite fills one static lexicon in on the first call, and does not promise that looking up leaves
// it alone; so everything that touches it happens under one lock.
std::mutex& FliteMutex() {
  static std::mutex mutex;
  return mutex;
}

struct DeleteList {
  void operator()(cst_val* list) const { delete_val(list); }
};
using PhoneList = std::unique_ptr<cst_val, DeleteList>;

// flite writes lower-case ARPAbet, with its own sign for the reduced vowel.
std::string ToArpabet(std::string phone) {
  if (phone.starts_with("ax")) phone[1] = 'h';
  std::ranges::transform(phone, phone.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return phone;
}

}  // namespace

std::string LetterToSound(std::string_view word) {
  BV2_CHECK(!word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos,
            "'{}' is not a word of lower-case letters", word);
  const std::string terminated(word);
  std::string phones;
  const std::lock_guard lock(FliteMutex());
  const PhoneList list(lex_lookup(cmu_lex_init(), terminated.c_str(), nullptr, nullptr));
  for (const cst_val* rest = list.get(); rest != nullptr; rest = val_cdr(rest)) {
    if (!phones.empty()) phones += ' ';
    phones += ToArpabet(val_string(val_car(rest)));
  }
  return phones;
}

}  // namespace bv2::text::en
