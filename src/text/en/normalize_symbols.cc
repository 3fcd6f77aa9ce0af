#include <array>
#include <utility>

#include "text/en/normalize.h"

namespace bv2::text::en {
namespace {

// Signs as they are read in addresses of the web.
constexpr std::array<std::pair<char, std::string_view>, 13> kAddressSigns = {
    {{'.', " dot "},
     {'/', " slash "},
     {'@', " at "},
     {'-', " dash "},
     {'_', " underscore "},
     {':', " colon "},
     {'?', " question mark "},
     {'=', " equals "},
     {'&', " and "},
     {'#', " hash "},
     {'%', " percent "},
     {'+', " plus "},
     {'~', " tilde "}}};

std::string Address(const Groups& g) {
  std::string_view rest = g[0];
  if (const size_t protocol = rest.find("://"); protocol != rest.npos) {
    rest.remove_prefix(protocol + 3);
  }
  while (rest.ends_with('/')) rest.remove_suffix(1);
  std::string words;
  for (const char c : rest) {
    std::string_view said(&c, 1);
    for (const auto& [sign, name] : kAddressSigns) {
      if (sign == c) said = name;
    }
    words += said;
  }
  if (words.starts_with("www ")) words.replace(0, 3, "W.W.W.");
  return words;
}

std::string And(const Groups&) { return " and "; }
std::string At(const Groups&) { return " at "; }
std::string Plus(const Groups&) { return " plus "; }
std::string MinusSign(const Groups&) { return " minus "; }
std::string PlusOrMinus(const Groups&) { return " plus or minus "; }
std::string Times(const Groups&) { return " times "; }
std::string DividedBy(const Groups&) { return " divided by "; }
std::string Equals(const Groups&) { return " equals "; }
std::string LessThan(const Groups&) { return " less than "; }
std::string GreaterThan(const Groups&) { return " greater than "; }
std::string PercentSign(const Groups&) { return " percent "; }
std::string Degrees(const Groups&) { return " degrees "; }
std::string SectionSign(const Groups&) { return " section "; }
std::string Euros(const Groups&) { return " euros "; }
std::string Sharp(const Groups&) { return " sharp"; }
std::string About(const Groups&) { return " approximately "; }
std::string NotEqual(const Groups&) { return " is not equal to "; }
std::string AtMost(const Groups&) { return " at most "; }
std::string AtLeast(const Groups&) { return " at least "; }
std::string RootOf(const Groups&) { return " square root of "; }
std::string Pi(const Groups&) { return " pi "; }
std::string To(const Groups&) { return " to "; }
std::string AskingLoudly(const Groups&) { return "?!"; }
std::string Hash(const Groups&) { return "hash "; }
std::string Ellipsis(const Groups&) { return "… "; }
std::string Comma(const Groups&) { return ", "; }
std::string Space(const Groups&) { return " "; }
std::string Nothing(const Groups&) { return ""; }
std::string First(const Groups& g) { return g[1]; }
std::string MarkAndSpace(const Groups& g) { return g[1] + " "; }

}  // namespace

std::vector<RewriteRule> AddressRules() {
  return {
      {R"(</?[a-zA-Z][^<>]{0,200}>)", Space},
      {R"((?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})", Address},
      {R"((?i)(?:https?://|www\.)[^\s<>"]*[^\s<>".,!?;:)'])", Address},
      {R"((?i)(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,9}(?:com|org|net|edu|gov|io)\b(?:/[^\s<>"]*[^\s<>".,!?;:)'])?)",
       Address},
  };
}

std::vector<RewriteRule> SymbolRules() {
  return {
      {R"(&(?:amp;)?)", And},
      {R"(@)", At},
      {R"(±)", PlusOrMinus},
      {R"(\+)", Plus},
      {R"(\s[-−–]\s(?=minus |zero|one|two|three|four|five|six|seven|eight|nine|ten\b))", MinusSign},
      {R"(−)", MinusSign},
      {R"((?<=\w\s)[×*](?=\s\w))", Times},
      {R"(÷)", DividedBy},
      {R"(≈)", About},
      {R"(≠|=\u0338)", NotEqual},
      {R"(≤|<=)", AtMost},
      {R"(≥|>=)", AtLeast},
      {R"(√)", RootOf},
      {R"(π)", Pi},
      {R"(→|->|⇒|=>)", To},
      {R"(=+)", Equals},
      {R"((?<=\w\s)<(?=\s\w))", LessThan},
      {R"((?<=\w\s)>(?=\s\w))", GreaterThan},
      {R"(%)", PercentSign},
      {R"(°)", Degrees},
      {R"(§)", SectionSign},
      {R"(€)", Euros},
      {R"((?<=\b[CF])#)", Sharp},
      {R"(#(?=\w))", Hash},
      // Punctuation: seven marks are known, the others become the nearest of them or nothing.
      {R"((?<![A-Za-z]\.[A-Za-z])\.(?:\s*\.)+|…+)", Ellipsis},
      {R"([;:()\[\]{}—–―]|(?<=\s)--?(?=\s)|--+)", Comma},
      {R"((?<![A-Za-z.])['-]+(?!(?:em|tis|twas)\b)|['-]+(?![A-Za-z]))", Space},
      {R"([^A-Za-z'.,!?… -])", Space},
      {R"(\s+(?=[.,!?…]))", Nothing},
      {R"((?<![A-Za-z]\.[A-Za-z])([.,!?…])[.,\s]*\1+)", First},
      {R"((?:\?!|!\?)[?!]+)", AskingLoudly},
      {R"(,+(?=[.!?…])|(?<=[.!?…]),+)", Nothing},
      {R"(([,!?…]|(?<![A-Za-z]\.[A-Za-z])\.(?![A-Za-z]\.))(?=[A-Za-z]))", MarkAndSpace},
      {R"(\s+)", Space},
      {R"(^[\s.,]+|[\s,]+$)", Nothing},
  };
}

}  // namespace bv2::text::en
