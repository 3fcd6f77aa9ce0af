#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/ja/normalize.h"
#include "text/ja/quantity.h"

namespace bv2::text::ja {
namespace {

struct Currency {
  std::string_view sign;
  std::string_view name;
};

constexpr std::array kCurrencies = {
    Currency{"¥", "円"},          Currency{"JPY", "円"},       Currency{"$", "ドル"},
    Currency{"US$", "ドル"},      Currency{"USD", "ドル"},     Currency{"€", "ユーロ"},
    Currency{"EUR", "ユーロ"},    Currency{"£", "ポンド"},     Currency{"GBP", "ポンド"},
    Currency{"HK$", "香港ドル"},  Currency{"NT$", "台湾ドル"}, Currency{"A$", "豪ドル"},
    Currency{"C$", "カナダドル"}, Currency{"CNY", "人民元"},   Currency{"RMB", "人民元"},
    Currency{"₩", "ウォン"},      Currency{"KRW", "ウォン"},   Currency{"₹", "ルピー"},
};

#define BV2_NUMBER R"((\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,30})?|\d{1,31}(?:\.\d{1,30})?))"
#define BV2_FRESH R"((?<!\d|\d[.,]))"
#define BV2_TO R"( ?(?:[-–~〜]|—{1,2}) ?)"
#define BV2_SCALE "((?:十|百|千)?(?:万|億|兆)|[kK](?![A-Za-z])|M(?![A-Za-z])|B(?![A-Za-z]))?"

std::string To(const Groups&) { return "から"; }
std::string Versus(const Groups&) { return "対"; }
std::string Plus(const Groups&) { return "プラス"; }
std::string Minus(const Groups&) { return "マイナス"; }
std::string Times(const Groups&) { return "かける"; }
std::string DividedBy(const Groups&) { return "わる"; }
std::string Squared(const Groups& g) { return g[1] == "2" ? "の二乗" : "の三乗"; }
std::string LessThan(const Groups&) { return "小なり"; }
std::string GreaterThan(const Groups&) { return "大なり"; }
std::string NumberSign(const Groups&) { return "ナンバー"; }
std::string ZeroPoint(const Groups&) { return "0."; }
std::string Nothing(const Groups&) { return ""; }
std::string Circle(const Groups&) { return "まる"; }

std::string First(const Groups& g) { return g[1]; }
std::string ListItem(const Groups& g) { return Cardinal(g[1] + g[2]) + "、"; }
std::string Digits(const Groups& g) { return DigitByDigit(g[0]); }
std::string LabelledDigits(const Groups& g) { return g[1] + DigitByDigit(g[2]); }
std::string TelephoneOf(const Groups& g) { return Telephone(g[0]); }
std::string International(const Groups& g) { return "プラス" + Telephone(g[0]); }
std::string CardinalOf(const Groups& g) { return Cardinal(g[1]); }

std::string OrUnchanged(std::string words, const Groups& groups) {
  return words.empty() ? groups[0] : words;
}

std::string FullDate(const Groups& g) { return OrUnchanged(Date(g[1], g[3], g[4]), g); }
std::string WeekdayDate(const Groups& g) { return OrUnchanged(Date("", g[1], g[2]), g); }

// 二〇二六 has the places of 2026.
std::string PlacesOf(const Groups& g) {
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  std::string digits;
  for (const char32_t c : DecodeUtf8(g[0])) digits += static_cast<char>('0' + kDigits.find(c));
  return digits;
}

// The half of the day is said before the hour: 2:30pm → 午後二時三十分.
std::string Half(const Groups& g, const std::string& half) {
  if (!g[1].empty() || half.empty()) return g[1];
  return half == "p" || half == "P" ? "午後" : "午前";
}
std::string Below60(std::string_view digits, std::string_view unit) {
  if (digits.empty() || digits == "00") return "";
  return Cardinal(digits.substr(digits[0] == '0' ? 1 : 0)) + std::string(unit);
}
std::string Hour(std::string_view digits) {
  return Cardinal(digits.substr(digits.size() > 1 && digits[0] == '0' ? 1 : 0)) + "時";
}
std::string ClockTime(const Groups& g) {
  constexpr size_t kHours = 30;  // broadcasts count on after midnight
  if (std::stoul(g[2]) > kHours) return g[0];
  return Half(g, g[5]) + Hour(g[2]) + Below60(g[3], "分") + Below60(g[4], "秒");
}
std::string FullHour(const Groups& g) { return Half(g, g[3]) + Hour(g[2]); }

// Parts between points, digit by digit.
std::string Dotted(const Groups& g) {
  std::string words;
  for (const char c : g[0]) words += c == '.' ? "テン" : DigitByDigit({&c, 1});
  return words;
}
std::string PostCode(const Groups& g) {
  return "郵便番号" + DigitByDigit(g[1]) + "の" + DigitByDigit(g[2]);
}

std::string Power(const std::string& exponent) {
  const bool negative = exponent.starts_with('-');
  const size_t sign = exponent.find_first_not_of("+-");
  return "の" + std::string(negative ? "マイナス" : "") + Cardinal(exponent.substr(sign)) + "乗";
}
std::string Scientific(const Groups& g) { return Cardinal(g[1]) + "かける十" + Power(g[2]); }
std::string PowerOf(const Groups& g) { return Cardinal(g[1]) + Power(g[2]); }

std::string Scale(const std::string& scale) {
  if (scale == "k" || scale == "K") return "千";
  if (scale == "M") return "百万";
  if (scale == "B") return "十億";
  return scale;
}
std::string_view CurrencyName(std::string_view sign) {
  const auto* found = std::ranges::find(kCurrencies, sign, &Currency::sign);
  return found == kCurrencies.end() ? std::string_view() : found->name;
}
std::string Amount(std::string number, const std::string& scale) {
  if (number.ends_with(".00")) number.resize(number.size() - 3);
  return Cardinal(number) + Scale(scale);
}
std::string MoneyBefore(const Groups& g) {
  const std::string name(CurrencyName(g[1]));
  if (name.empty()) return g[0];
  const std::string from = g[2].empty() ? "" : Amount(g[2], "") + "から";
  return from + Amount(g[3], g[4]) + name;
}
std::string MoneyAfter(const Groups& g) {
  const std::string name(CurrencyName(g[3]));
  return name.empty() ? g[0] : Amount(g[1], g[2]) + name;
}

std::string Signed(const std::string& sign, const std::string& number) {
  return (sign.empty() ? "" : sign == "+" ? "プラス" : "マイナス") + Cardinal(number);
}
std::string Percent(const Groups& g) {
  return Signed(g[1], g[2]) + (g[3] == "‰" ? "パーミル" : "パーセント");
}
std::string Temperature(const Groups& g) {
  const bool fahrenheit = g[3] == "F";
  return (fahrenheit ? "華氏" : "") + Signed(g[1], g[2]) + "度";
}
std::string WithUnit(const Groups& g) {
  const std::string unit(UnitWord(g[2]));
  return unit.empty() ? g[0] : Cardinal(g[1]) + unit;
}

std::string Fraction(const Groups& g) { return Cardinal(g[2]) + "分の" + Cardinal(g[1]); }
std::string MixedFraction(const Groups& g) {
  return Cardinal(g[1]) + "と" + Cardinal(g[3]) + "分の" + Cardinal(g[2]);
}

std::string LongNumber(const Groups& g) {
  return g[0].ends_with("0000") ? Cardinal(g[0]) : DigitByDigit(g[0]);
}

}  // namespace

std::vector<RewriteRule> NumberRules() {
  return {
      {R"([〇一二三四五六七八九]*(?:〇[一二三四五六七八九]|[一二三四五六七八九]〇)[〇一二三四五六七八九]*)",
       PlacesOf},
      {"〇", Circle},
      {R"((?m)^[ \t]*(?:\((\d{1,2})\)|(\d{1,2})(?:\)|\.(?: +|(?=[^\dA-Za-z\s]))))[ \t]*(?=\S))",
       ListItem},

      // Dates and times.
      {R"((?<![\d.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d))", FullDate},
      {R"((?<![\d/])(\d{1,2})/(\d{1,2})(?= ?\(?(?:[月火水木金土日]\)|[月火水木金土日]曜)))",
       WeekdayDate},
      {R"((?i)(?<=:\d\d|:\d\d ?[ap]m|\d[ap]m))" BV2_TO R"((?=\d{1,2}(?::\d\d| ?[ap]m)))", To},
      {R"((?i)(午前|午後|朝|昼|夕方|夜|深夜)? ?(?<!\d|\d[:.])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![:\d])(?: ?([ap])\.?m(?![a-z])\.?)?)",
       ClockTime},
      {R"((?i)(午前|午後|朝|昼|夕方|夜|深夜)? ?(?<!\d|\d[:.])(1[0-2]|0?[1-9]) ?([ap])\.?m(?![a-z])\.?)",
       FullHour},
      {R"((?<!\d|\d\.)0(\d)(?=[月日時分秒]))", First},

      // Numbers that are said digit by digit.
      {R"(〒 ?(\d{3})-?(\d{4})(?!\d))", PostCode},
      {R"(\+\d{1,3}(?:[ .()-]{1,2}\d{1,4}){2,5}(?![\dA-Za-z]))", International},
      {R"((?<![\d-])0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}(?![\d-]))", TelephoneOf},
      {R"((?<![\d.])0\d{9,10}(?!\d))", TelephoneOf},
      {R"((?<![\dA-Za-z.-])\d{1,20}(?:-\d{1,20}){2,}(?![\dA-Za-z-]))", TelephoneOf},
      {R"((?<!\d|\d\.)\d{1,20}(?:\.\d{1,20}){2,}(?!\d))", Dotted},
      {R"(((?:暗証番号|会員番号|注文番号|口座番号|番号|パスワード|コード|ID)[はが:]? ?)(\d{3,}))",
       LabelledDigits},

      // Arithmetic.
      {BV2_NUMBER R"( ?[×x*] ?10\^([-+]?\d{1,9}))", Scientific},
      {BV2_NUMBER R"([eE]([+-]?\d{1,9})(?![\dA-Za-z]))", Scientific},
      {BV2_NUMBER R"(\^(-?\d{1,9}))", PowerOf},
      {R"((?<=[\d)]) ?[-−–] ?(?=[\d(][\d.+×÷*/()− -]{0,40}=))", Minus},
      {R"((?<=[=+×÷] ?\d{1,9}) ?- ?(?=\d))", Minus},
      {R"((?<=\d) ?− ?(?=\d))", Minus},
      {R"((?<=[\d)%]) ?\+ ?(?=[\d(]))", Plus},
      {R"((?<=\d|\d ?(?:mm|cm|m)) ?[×xX*] ?(?=\d))", Times},
      {R"((?<=[\p{L}\d)]) ?<(?!=) ?(?=-?\d)|(?<=\d) ?<(?!=) ?(?=\p{L}))", LessThan},
      {R"((?<=[\p{L}\d)]) ?>(?!=) ?(?=-?\d)|(?<=\d) ?>(?!=) ?(?=\p{L}))", GreaterThan},
      {R"((?<=\d) ?/ ?(?=\d{1,9} ?=))", DividedBy},
      {R"((?<=\d) ?: ?(?=\d)|(?<=スコアは?\d{1,3})-(?=\d{1,3}(?!\d)))", Versus},
      {R"((?<![A-Za-z]\d{1,3})(?<=\d|\d[%°度年月日時分秒円個歳人回本枚万億千百点番号位]|\d°[CF]|\d[cmk]m|\d[mk]g|\d[MG]B))" BV2_TO
       R"((?=[-−¥$€£]?\d))",
       To},

      // Numbers with a sign or unit.
      {R"(((?:HK|US|NT|A|C)?[$¥€£₩₹]|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|JPY|KRW)) ?(?:)" BV2_NUMBER
       R"(から[$¥€£]?)?)" BV2_NUMBER " ?" BV2_SCALE "(?:円|ドル|ユーロ|ポンド)?",
       MoneyBefore},
      {BV2_NUMBER " ?" BV2_SCALE R"( ?([$¥€£₩]|(?:RMB|CNY|USD|EUR|GBP|JPY|KRW)(?![A-Za-z])))",
       MoneyAfter},
      {"([-−+])?" BV2_NUMBER " ?([%‰])", Percent},
      {"([-−+])?" BV2_NUMBER " ?° ?([CF](?![A-Za-z]))?", Temperature},
      {R"((?<!\d|\d[.,]|[A-Za-z] ?))" BV2_NUMBER
       R"( ?([A-Za-zμΩ]{1,4}(?:/[a-z])?(?:\^[23]|[23](?!\d))?)(?![A-Za-z\d/]))",
       WithUnit},
      {R"((?<![\d/.])(\d{1,9})[と ](\d{1,3})[/⁄](\d{1,3})(?![\d/]))", MixedFraction},
      {R"((?<![\d/.])(\d{1,4}) ?[/⁄] ?(\d{1,4})(?![\d/]|\.\d))", Fraction},

      // What is left.
      {R"((?<=[\p{L})])\^([23])(?!\d))", Squared},
      {R"((?:(?<![\dA-Za-z\p{L})])|(?<=[はがでをにと]))[-−](?=[¥$€£]?\.?\d))", Minus},
      {R"((?<![\dA-Za-z\p{L})])\+(?=\d))", Plus},
      {R"((?i)(?<![A-Za-z])no\. ?(?=\d))", NumberSign},
      {R"((?<![\d.A-Za-z])\.(?=\d))", ZeroPoint},
      {BV2_FRESH R"(0\d{1,30}(?!\d|\.\d))", Digits},
      {R"((?<=[A-Za-z]|[A-Za-z]-|[A-Za-z]\d-)\d{3,}(?!\d|[.,]\d))", Digits},
      {BV2_FRESH R"(\d{11,31}(?!\d|[.,]\d))", LongNumber},
      {R"((?<=\d) +(?=\p{L}))", Nothing},
      {BV2_NUMBER, CardinalOf},
  };
}

#undef BV2_NUMBER
#undef BV2_FRESH
#undef BV2_TO
#undef BV2_SCALE

}  // namespace bv2::text::ja
