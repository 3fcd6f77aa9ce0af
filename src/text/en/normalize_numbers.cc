#include <algorithm>
#include <array>

#include "text/en/normalize.h"
#include "text/en/number.h"
#include "text/en/quantity.h"

namespace bv2::text::en {
namespace {

struct Unit {
  std::string_view sign;
  std::string_view singular;
  std::string_view plural;
};

constexpr std::array kUnits = {
    Unit{"mm", "millimeter", "millimeters"},
    Unit{"cm", "centimeter", "centimeters"},
    Unit{"m", "meter", "meters"},
    Unit{"km", "kilometer", "kilometers"},
    Unit{"m2", "square meter", "square meters"},
    Unit{"km2", "square kilometer", "square kilometers"},
    Unit{"m3", "cubic meter", "cubic meters"},
    Unit{"ft", "foot", "feet"},
    Unit{"yd", "yard", "yards"},
    Unit{"mi", "mile", "miles"},
    Unit{"mg", "milligram", "milligrams"},
    Unit{"g", "gram", "grams"},
    Unit{"kg", "kilogram", "kilograms"},
    Unit{"lb", "pound", "pounds"},
    Unit{"lbs", "pound", "pounds"},
    Unit{"oz", "ounce", "ounces"},
    Unit{"ml", "milliliter", "milliliters"},
    Unit{"mL", "milliliter", "milliliters"},
    Unit{"l", "liter", "liters"},
    Unit{"L", "liter", "liters"},
    Unit{"ms", "millisecond", "milliseconds"},
    Unit{"s", "second", "seconds"},
    Unit{"sec", "second", "seconds"},
    Unit{"min", "minute", "minutes"},
    Unit{"h", "hour", "hours"},
    Unit{"hr", "hour", "hours"},
    Unit{"hrs", "hour", "hours"},
    Unit{"km/h", "kilometer per hour", "kilometers per hour"},
    Unit{"kph", "kilometer per hour", "kilometers per hour"},
    Unit{"mph", "mile per hour", "miles per hour"},
    Unit{"m/s", "meter per second", "meters per second"},
    Unit{"Hz", "hertz", "hertz"},
    Unit{"kHz", "kilohertz", "kilohertz"},
    Unit{"MHz", "megahertz", "megahertz"},
    Unit{"GHz", "gigahertz", "gigahertz"},
    Unit{"W", "watt", "watts"},
    Unit{"kW", "kilowatt", "kilowatts"},
    Unit{"MW", "megawatt", "megawatts"},
    Unit{"kWh", "kilowatt hour", "kilowatt hours"},
    Unit{"V", "volt", "volts"},
    Unit{"kV", "kilovolt", "kilovolts"},
    Unit{"mA", "milliampere", "milliamperes"},
    Unit{"KB", "kilobyte", "kilobytes"},
    Unit{"kB", "kilobyte", "kilobytes"},
    Unit{"MB", "megabyte", "megabytes"},
    Unit{"GB", "gigabyte", "gigabytes"},
    Unit{"TB", "terabyte", "terabytes"},
    Unit{"Mbps", "megabit per second", "megabits per second"},
    Unit{"Gbps", "gigabit per second", "gigabits per second"},
    Unit{"MB/s", "megabyte per second", "megabytes per second"},
    Unit{"GB/s", "gigabyte per second", "gigabytes per second"},
    Unit{"dB", "decibel", "decibels"},
    Unit{"kcal", "kilocalorie", "kilocalories"},
    Unit{"μm", "micrometer", "micrometers"},
    Unit{"px", "pixel", "pixels"},
};

struct Currency {
  std::string_view sign;
  Unit unit;
  Unit hundredth = {};
};

constexpr std::array kCurrencies = {
    Currency{"$", {"", "dollar", "dollars"}, {"", "cent", "cents"}},
    Currency{"USD", {"", "dollar", "dollars"}, {"", "cent", "cents"}},
    Currency{"€", {"", "euro", "euros"}, {"", "cent", "cents"}},
    Currency{"EUR", {"", "euro", "euros"}, {"", "cent", "cents"}},
    Currency{"£", {"", "pound", "pounds"}, {"", "penny", "pence"}},
    Currency{"GBP", {"", "pound", "pounds"}, {"", "penny", "pence"}},
    Currency{"¥", {"", "yen", "yen"}},
    Currency{"JPY", {"", "yen", "yen"}},
    Currency{"₹", {"", "rupee", "rupees"}, {"", "paisa", "paise"}},
    Currency{"₩", {"", "won", "won"}},
};

#define BV2_NUMBER R"((\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+))"
#define BV2_MONTH                                                                           \
  "(January|February|March|April|May|June|July|August|September|October|November|December|" \
  "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"

std::string To(const Groups&) { return " to "; }
std::string By(const Groups&) { return " by "; }
std::string Times(const Groups&) { return " times "; }
std::string DividedBy(const Groups&) { return " divided by "; }
std::string Minus(const Groups&) { return " minus "; }
std::string NumberSign(const Groups&) { return "number "; }
std::string Space(const Groups&) { return " "; }
std::string Nothing(const Groups&) { return ""; }

std::string NameOfA(const Groups&) { return "ay "; }

std::string OrUnchanged(std::string words, const Groups& groups) {
  return words.empty() ? groups[0] : words;
}

std::string IsoDate(const Groups& g) {
  return OrUnchanged(Date(g[1], ToNumber(g[3]), ToNumber(g[4])), g);
}

// American order, unless only the other one is possible.
std::string SlashDate(const Groups& g) {
  unsigned month = ToNumber(g[1]);
  unsigned day = ToNumber(g[2]);
  if (month > 12) std::swap(month, day);
  return OrUnchanged(Date(g[3], month, day), g);
}

std::string MonthDayDate(const Groups& g) {
  return OrUnchanged(Date(g[3], MonthNumber(g[1]), ToNumber(g[2])), g);
}

std::string DayMonthDate(const Groups& g) {
  const std::string words = Date(g[3], MonthNumber(g[2]), ToNumber(g[1]));
  if (words.empty()) return g[0];
  const size_t month = words.find(' ');
  const size_t day = std::min(words.find(','), words.size());
  return "the " + words.substr(month + 1, day - month - 1) + " of " + words.substr(0, month) +
         words.substr(day);
}

std::string DayRange(const Groups& g) {
  const std::string words = Date("", MonthNumber(g[1]), ToNumber(g[2]));
  if (words.empty()) return g[0];
  return words + " to " + Rank(g[3]) + (g[4].empty() ? "" : ", " + Year(g[4]));
}

std::string Height(const Groups& g) { return Quantity(g[1]) + " foot " + Quantity(g[2]); }

// "a" or "p" → A.M. or P.M., as initials.
std::string Meridiem(const std::string& letter) {
  if (letter.empty()) return "";
  return letter == "a" || letter == "A" ? " A.M." : " P.M.";
}

std::string Time(const Groups& g) {
  const unsigned minute = ToNumber(g[2]);
  if (ToNumber(g[1]) + minute == 0 && g[3].empty() && g[4].empty()) return "midnight";
  std::string words = Quantity(std::to_string(ToNumber(g[1])));
  if (minute == 0) {
    if (g[4].empty()) words += ToNumber(g[1]) > 12 ? " hundred" : " o'clock";
  } else {
    words += (minute < 10 ? " oh " : " ") + Quantity(std::to_string(minute));
  }
  if (!g[3].empty())
    words += " and " + Measured(std::to_string(ToNumber(g[3])), "second", "seconds");
  return words + Meridiem(g[4]);
}

std::string FullHour(const Groups& g) { return Quantity(g[1]) + Meridiem(g[2]); }

std::string Phone(const Groups& g) {
  return (g[0].starts_with('+') ? "plus " : "") + DigitGroups(g[0]);
}

std::string Dotted(const Groups& g) {
  const bool address = std::count(g[0].begin(), g[0].end(), '.') == 3;
  std::string words;
  for (size_t begin = 0; begin < g[0].size();) {
    const size_t end = std::min(g[0].find('.', begin), g[0].size());
    if (!words.empty()) words += address ? " dot " : " point ";
    words += Quantity(g[0].substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string Amount(std::string_view sign, const std::string& number, const std::string& scale) {
  const auto* found = std::ranges::find(kCurrencies, sign, &Currency::sign);
  if (found == kCurrencies.end()) return "";
  const std::string plural(found->unit.plural);
  if (!scale.empty()) {
    const bool abbreviated = scale.size() <= 2;
    const std::string_view word = scale[0] == 'k' || scale[0] == 'K'   ? "thousand"
                                  : scale[0] == 'm' || scale[0] == 'M' ? "million"
                                                                       : "billion";
    return Quantity(number) + " " + (abbreviated ? std::string(word) : scale) + " " + plural;
  }
  const size_t point = std::min(number.find('.'), number.size());
  const bool hundredths = !found->hundredth.singular.empty() && number.size() - point == 3;
  if (!hundredths) return Measured(number, found->unit.singular, plural);
  const std::string whole = number.substr(0, point);
  const std::string cents = std::to_string(ToNumber(number.substr(point + 1)));
  const std::string small = Measured(cents, found->hundredth.singular, found->hundredth.plural);
  const bool nothing_whole = whole.find_first_not_of('0') == std::string::npos;
  if (cents == "0") return Measured(whole.empty() ? "0" : whole, found->unit.singular, plural);
  if (nothing_whole) return small;
  return Measured(whole, found->unit.singular, plural) + " and " + small;
}

std::string MoneyBefore(const Groups& g) {
  return OrUnchanged((g[1].empty() ? "" : "minus ") + Amount(g[2], g[3], g[4] + g[5]), g);
}
std::string MoneyRange(const Groups& g) { return Quantity(g[2]) + " to " + Amount(g[1], g[3], ""); }
std::string MoneyAfter(const Groups& g) { return OrUnchanged(Amount(g[2], g[1], ""), g); }
std::string Cents(const Groups& g) { return Measured(g[1], "cent", "cents"); }
std::string PerMille(const Groups& g) { return Quantity(g[1]) + " per thousand"; }
std::string Percent(const Groups& g) {
  return (g[1].empty() ? "" : "minus ") + Quantity(g[2]) + " percent";
}

std::string Temperature(const Groups& g) {
  const std::string_view scale = g[3] == "C" ? " Celsius" : g[3] == "F" ? " Fahrenheit" : "";
  return (g[1].empty() ? "" : "minus ") + Measured(g[2], "degree", "degrees") + std::string(scale);
}

std::string WithUnit(const Groups& g) {
  const auto* unit = std::ranges::find(kUnits, std::string_view(g[2]), &Unit::sign);
  return unit == kUnits.end() ? g[0] : Measured(g[1], unit->singular, unit->plural);
}

std::string Fraction(const std::string& above, const std::string& below) {
  constexpr unsigned kMaxNamed = 20;
  const unsigned denominator = ToNumber(below);
  const bool several = ToNumber(above) != 1;
  if (denominator == 2) return Quantity(above) + (several ? " halves" : " half");
  if (denominator == 4) return Quantity(above) + (several ? " quarters" : " quarter");
  if (denominator < 2 || (denominator > kMaxNamed && denominator != 100)) {
    return Quantity(above) + " over " + Quantity(below);
  }
  return Quantity(above) + " " + Rank(below) + (several ? "s" : "");
}

std::string MixedFraction(const Groups& g) {
  return Quantity(g[1]) + " and " + (g[2] == "1" && g[3] == "2" ? "a half" : Fraction(g[2], g[3]));
}
std::string FractionWithUnit(const Groups& g) {
  const auto* unit = std::ranges::find(kUnits, std::string_view(g[4]), &Unit::sign);
  if (unit == kUnits.end()) return g[0];
  if (g[1].empty()) return Fraction(g[2], g[3]) + " " + std::string(unit->singular);
  return MixedFraction(g) + " " + std::string(unit->plural);
}
std::string PlainFraction(const Groups& g) {
  // 24/7 and 9/11 are no fractions.
  const bool set_phrase = ToNumber(g[1]) >= ToNumber(g[2]) || g[0] == "9/11";
  return set_phrase ? Quantity(g[1]) + " " + Quantity(g[2]) : Fraction(g[1], g[2]);
}

std::string ToThe(const std::string& exponent) {
  const bool negative = exponent.starts_with('-');
  const size_t sign = exponent.find_first_not_of("+-");
  return " to the power of " + std::string(negative ? "minus " : "") +
         Quantity(exponent.substr(sign));
}
std::string TimesTenTo(const Groups& g) { return " times ten" + ToThe(g[1]); }
std::string PowerOf(const Groups& g) {
  return g[1] == "2" ? " squared" : g[1] == "3" ? " cubed" : ToThe(g[1]);
}

std::string DecadeOf(const Groups& g) { return Decade(g[1]); }
std::string RankOf(const Groups& g) { return Rank(g[1]); }
std::string QuantityOf(const Groups& g) { return Quantity(g[1]); }
std::string YearOf(const Groups& g) { return Year(g[1]); }
std::string SingleDigits(const Groups& g) { return DigitByDigit(g[1]); }

std::string NumberedPart(const Groups& g) {
  const unsigned value = RomanNumber(g[2]);
  return value == 0 ? g[0] : g[1] + " " + Quantity(std::to_string(value));
}
std::string Ruler(const Groups& g) {
  const unsigned value = RomanNumber(g[2]);
  return value == 0 ? g[0] : g[1] + " the " + Rank(std::to_string(value));
}

}  // namespace

std::vector<RewriteRule> NumberRules() {
  return {
      {R"(\b(Chapter|Part|Volume|Act|Scene|Section|Book|Phase|Type|War)\s+([IVX]+)\b)",
       NumberedPart},
      {R"(\b(Henry|Louis|Elizabeth|George|Edward|Charles|James|William|Richard|Philip|Napoleon|)"
       R"(Pius|Benedict|Catherine|Frederick|Nicholas|Alexander|Leo|Paul|John)\s+([IVX]{2,}|V|X)\b)",
       Ruler},
      {R"((?i)\bno\.\s?(?=\d))", NumberSign},
      {R"(#\s?(?=\d))", NumberSign},

      // Dates and times.
      {R"((?<![\d/-])(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?![\d/-]))", IsoDate},
      {R"((?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/]))", SlashDate},
      {R"(\b(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)" BV2_MONTH
       R"(\b\.?(?:,?\s+(\d{4})(?![\d,.]\d|\w))?)",
       DayMonthDate},
      {R"(\b)" BV2_MONTH
       R"(\.?\s+(\d{1,2})\s?[-–]\s?(\d{1,2})\b(?![:.%]\d)(?:,?\s+(\d{4})(?![\d,.]\d|\w))?)",
       DayRange},
      {R"(\b)" BV2_MONTH
       R"(\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)\b(?:,?\s+(\d{4})(?![\d,.]\d|\w))?)",
       MonthDayDate},
      {R"((?i)(?<=\d|\d\s?[ap]\.?m\.?)\s?[-–—]\s?(?=\d{1,2}(?::\d\d|\s?[ap]\.?m\b)))", To},
      {R"((?i)(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?!\d)(?:\s?([ap])\.?m\b\.?)?)",
       Time},
      {R"((?i)(?<![\d:.,])(1[0-2]|[1-9])\s?([ap])\.?m\b\.?)", FullHour},

      // Numbers that are said digit by digit.
      {R"(\+\d{1,3}(?:[ .()-]{1,2}\d{2,4}){2,5}(?!\w))", Phone},
      {R"((?<![\w.])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-]))", Phone},
      {R"((?<![\w.-])\d{3}-\d{4}(?![\w-]))", Phone},
      {R"((?i)(?<=\bcall |\bdial )(\d11|999)\b)", SingleDigits},
      {R"((?<![\w.-])\d+(?:-\d+){2,}(?![\w-]))", Phone},
      {R"((?<=[a-zA-Z])(?=\d+(?:\.\d+){2}))", Space},
      {R"((?<![\w.])\d+(?:\.\d+){2,}(?!\w))", Dotted},

      {R"((?<=[a-zA-Z])\^(?=[23](?!\d)))", Nothing},
      {R"((?<=\d)\s?[×x*]\s?10\^(-?\d{1,9}))", TimesTenTo},
      {R"((?<=\d)[eE]([+-]?\d{1,9})(?!\w))", TimesTenTo},
      {R"((?<=[\d)])\^(-?\d{1,9}))", PowerOf},

      {R"((?<!\w)([4-7])'\s?(\d{1,2})(?:"|''|(?!\w)))", Height},
      {R"((?<=\d|\d\s?(?:mm|cm|m|ft))\s?[×x]\s?(?=\d))", By},
      {R"((?<=\d)\*(?=\d))", Times},
      {R"((?<=\d)\s/\s(?=\d))", DividedBy},
      {R"(([$£€¥]))" BV2_NUMBER R"([-–—])" BV2_NUMBER R"((?![\w%]))", MoneyRange},
      {R"((?<=\d)(?<![A-Za-z]\d{0,6})(?:[-–—~]|\s–\s)(?=[$£€]?\d))", To},
      {R"((?<=\d%)[-–—~](?=\d))", To},

      {R"((?<![\w.$£€])'?(\d{3}0|\d0)'?s\b)", DecadeOf},

      // Numbers with a sign or unit.
      {R"((?<!\w)([-−])?(?:US)?([$£€¥₹₩])\s?)" BV2_NUMBER
       R"((?:\s?(thousand|million|billion|trillion)\b|(bn|[kKmMbB])(?!\w))?)",
       MoneyBefore},
      {BV2_NUMBER R"(\s?(€|USD\b|EUR\b|GBP\b|JPY\b))", MoneyAfter},
      {BV2_NUMBER R"(\s?¢)", Cents},
      {R"((?<!\w)([-−])?)" BV2_NUMBER R"(\s?%)", Percent},
      {BV2_NUMBER R"(\s?‰)", PerMille},
      {R"((?<!\w)([-−])?)" BV2_NUMBER R"(\s?°\s?([CF]\b)?)", Temperature},
      {R"((?<![\w/.])(?:(\d+)\s+)?(\d{1,3})[/⁄](\d{1,3})\s?([a-zA-Zμ]+(?:/[a-z]|[23])?)(?![\w/]))",
       FractionWithUnit},
      {R"((?<![\w.]))" BV2_NUMBER R"(\s?([a-zA-Zμ]+(?:/[a-z]|[23])?)(?![\w/]))", WithUnit},

      {R"((?<![\w/.])(\d+)\s+(\d{1,3})[/⁄](\d{1,3})(?![\w/]))", MixedFraction},
      {R"((?<![\w/.])(\d{1,3})[/⁄](\d{1,3})(?![\w/]))", PlainFraction},
      {R"((?i)(?<!\w)(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b)", RankOf},
      {R"((?<=\d):(?=\d))", To},
      {R"((?<![\w)])[-−](?=\.?\d))", Minus},
      {R"((?<!\w)[aA]-?(?=\d))", NameOfA},
      {R"((?<=[a-zA-Z])-?(?=\d)|(?<=\d)-?(?=[a-zA-Z]))", Space},
      {R"((?<![\d.,])(1[1-9]\d\d|20\d\d)(?![\d]|[.,]\d))", YearOf},
      {BV2_NUMBER, QuantityOf},
  };
}

#undef BV2_NUMBER
#undef BV2_MONTH

}  // namespace bv2::text::en
