#include "text/emoji.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace bv2::text {
namespace {

using std::u32string_view;

constexpr char32_t kKeycap = 0x20e3;
constexpr char32_t kEmojiStyle = 0xfe0f;

bool Among(char32_t c, u32string_view set) { return set.find(c) != u32string_view::npos; }
bool IsWordPart(char32_t c) { return u_isalnum(static_cast<UChar32>(c)); }

// What only changes the look of the character before it, joins two, or is a trade mark.
bool IsUnheard(char32_t c) {
  return Among(c, U"©®™") || c == 0x200d || c == 0xfe0e || c == kEmojiStyle || c == kKeycap ||
         (c >= 0xe0020 && c <= 0xe007f);
}

bool IsPicture(char32_t c) {
  if (c < 0x2190 || Among(c, U"Ⓜ㊗㊙〰")) return false;
  const auto point = static_cast<UChar32>(c);
  return u_hasBinaryProperty(point, UCHAR_EXTENDED_PICTOGRAPHIC) ||
         u_hasBinaryProperty(point, UCHAR_REGIONAL_INDICATOR) ||
         u_hasBinaryProperty(point, UCHAR_EMOJI_MODIFIER);
}

// Emoji that are read; 0 for the others.
char32_t Sign(char32_t c) {
  constexpr u32string_view kEmoji = U"➕➖➗✖";
  constexpr u32string_view kSigns = U"+-÷×";
  const size_t found = kEmoji.find(c);
  return found == u32string_view::npos ? 0 : kSigns[found];
}

// # and * on a key.
bool IsSignKey(u32string_view text) {
  if (text.size() < 2 || !Among(text[0], U"#*")) return false;
  return text[1] == kKeycap || (text.size() > 2 && text[1] == kEmojiStyle && text[2] == kKeycap);
}

constexpr std::array<u32string_view, 22> kFaces = {
    U"^_^", U"^o^", U"^^", U"T_T", U"T^T", U">_<", U">.<", U"-_-", U"o_o", U"O_O", U"o_O",
    U"QAQ", U"QwQ", U":)", U":(",  U":-)", U":-(", U":D",  U":-D", U";)",  U";-)", U"<3"};

size_t PlainFaceLength(u32string_view text) {
  size_t longest = 0;
  for (const u32string_view face : kFaces) {
    const bool word_follows = text.size() > face.size() && IsWordPart(text[face.size()]);
    const bool goes_on = word_follows && (IsWordPart(face.back()) || face.back() == '(');
    if (text.starts_with(face) && !goes_on) longest = std::max(longest, face.size());
  }
  return longest;
}

// The length of a face in brackets at the start of the text; 0 when there is none. It has signs
// that text in brackets does not have, and no words.
size_t BracketedFaceLength(u32string_view text) {
  constexpr size_t kLongest = 18;
  constexpr u32string_view kFeatures = U"^_≧≦▽∀ωдДﾟ°•́`´﹏□◕ಠ╥⊙︶￣◡ᴗ¯≡˘❛๑⌒◠∇";
  constexpr u32string_view kOthers = U"oOTwxuvqQ=;:><.,*・･;-~～'\"/\\| ｡。ノﾉ益皿口シ;≤≥ᵒᵕ";
  if (text.empty() || !Among(text[0], U"(（")) return 0;
  bool face = false;
  for (size_t i = 1; i < std::min(text.size(), kLongest); ++i) {
    if (Among(text[i], U")）")) return face && i > 2 ? i + 1 : 0;
    face |= Among(text[i], kFeatures);
    const bool word = IsWordPart(text[i]) && !Among(text[i], kFeatures);
    if (word && !Among(text[i], kOthers)) return 0;
  }
  return 0;
}

// Arms are drawn with kana.
size_t FaceLength(u32string_view text) {
  constexpr u32string_view kArms = U"ヽヾノﾉづつっ彡";
  const size_t arm = !text.empty() && Among(text[0], U"ヽヾ") ? 1 : 0;
  size_t length = BracketedFaceLength(text.substr(arm));
  if (length == 0) return arm == 0 ? PlainFaceLength(text) : 0;
  length += arm;
  return length + (length < text.size() && Among(text[length], kArms) ? 1 : 0);
}

}  // namespace

std::u32string RemoveEmoji(u32string_view text, char32_t pause) {
  std::u32string result;
  bool removed = false;
  while (!text.empty()) {
    const char32_t c = text[0];
    const char32_t sign = Sign(c);
    const bool after_word = !result.empty() && IsWordPart(result.back());
    const size_t face = sign != 0                                              ? 0
                        : IsPicture(c)                                         ? 1
                        : IsSignKey(text)                                      ? 1
                        : after_word && c < 128 && (IsWordPart(c) || c == '<') ? 0
                                                                               : FaceLength(text);
    if (face == 0 && !IsUnheard(c)) {
      if (removed && after_word && IsWordPart(c)) result += pause;
      result += sign != 0 ? sign : c;
      removed = false;
    }
    removed |= face > 0;
    text.remove_prefix(std::max<size_t>(face, 1));
  }
  return result;
}

}  // namespace bv2::text
