#include <algorithm>
#include <array>

#include "text/zh/normalize.h"
#include "text/zh/quantity.h"

namespace bv2::text::zh {
namespace {

struct Currency {
  std::string_view sign;
  std::string_view name;
};

constexpr std::array kCurrencies = {
    Currency{"¥", "元"},     Currency{"RMB", "元"},     Currency{"CNY", "元"},
    Currency{"$", "美元"},   Currency{"US$", "美元"},   Currency{"USD", "美元"},
    Currency{"€", "欧元"},   Currency{"EUR", "欧元"},   Currency{"£", "英镑"},
    Currency{"GBP", "英镑"}, Currency{"JPY", "日元"},   Currency{"HK$", "港元"},
    Currency{"HKD", "港元"}, Currency{"NT$", "新台币"}, Currency{"TWD", "新台币"},
    Currency{"A$", "澳元"},  Currency{"C$", "加元"},    Currency{"S$", "新元"},
    Currency{"₩", "韩元"},   Currency{"KRW", "韩元"},   Currency{"₹", "卢比"},
    Currency{"₽", "卢布"}, Currency{"฿", "泰铢"},
};

#define BV2_NUMBER R"((\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,30})?|\d{1,31}(?:\.\d{1,30})?))"
#define BV2_TO R"( ?(?:[-–~〜]|—{1,2}) ?)"
#define BV2_SCALE \
  "(万亿|千亿|百亿|千万|百万|十万|万|亿|千|百|[kK](?![A-Za-z])|M(?![A-Za-z])|B(?![A-Za-z]))?"
#define BV2_DAYTIME "(凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|深夜|今晚|昨晚|明晚)?"
// What is counted with 两, not 二.
#define BV2_MEASURE                                                                                                                               \
  "(?:["                                                                                                                                          \
  "个只条张本辆台位名次天岁倍米升克吨斤块元角毛人件份杯瓶碗双对套家间层把支枚颗粒座架艘匹头种类款" \
  "项步句段篇首幅页遍趟回场轮股袋包盒箱桶群排串束片滴点半口顿道门节组队亿万千百分秒晚夜者国岸侧边" \
  "端旁寸"                                                                                                                                     \
  "尺丈亩成周]|年(?!级)|公[里斤分顷]|千[米克]|[厘毫分]米|毫升|小时|星期|刻钟|平方|立方|美元|英镑|"             \
  "欧元|英[里寸尺])"

std::string To(const Groups&) { return "到"; }
std::string Versus(const Groups&) { return "比"; }
std::string Dash(const Groups&) { return "杠"; }
std::string Plus(const Groups&) { return "加"; }
std::string Minus(const Groups&) { return "减"; }
std::string Times(const Groups&) { return "乘"; }
std::string DividedBy(const Groups&) { return "除以"; }
std::string Squared(const Groups& g) { return g[1] == "2" ? "平方" : "立方"; }
std::string LessThan(const Groups&) { return "小于"; }
std::string GreaterThan(const Groups&) { return "大于"; }
std::string Negative(const Groups&) { return "负"; }
std::string Positive(const Groups&) { return "正"; }
std::string Rank(const Groups&) { return "第"; }
std::string Several(const Groups&) { return "两"; }
std::string ZeroPoint(const Groups&) { return "0."; }
std::string Nothing(const Groups&) { return ""; }

std::string First(const Groups& g) { return g[1]; }
std::string ListItem(const Groups& g) { return Cardinal(g[1]) + "，"; }
std::string Score(const Groups& g) { return g[1] + Cardinal(g[2]) + "比" + Cardinal(g[3]); }
std::string Digits(const Groups& g) { return DigitByDigit(g[0]); }
std::string LabelledDigits(const Groups& g) { return g[1] + DigitByDigit(g[2]); }
std::string LabelledTelephone(const Groups& g) { return g[1] + Telephone(g[2]); }
std::string RankOf(const Groups& g) { return "第" + Cardinal(g[1]); }
std::string CardinalOf(const Groups& g) { return Cardinal(g[1]); }
std::string MinutesWithZero(const Groups& g) { return "零" + Cardinal(g[1]); }

std::string OrUnchanged(std::string words, const Groups& groups) {
  return words.empty() ? groups[0] : words;
}

std::string FullDate(const Groups& g) { return OrUnchanged(Date(g[1], g[3], g[4]), g); }
std::string WeekdayDate(const Groups& g) { return OrUnchanged(Date("", g[1], g[2]), g); }

// The time of day is said before the hour: 2:30pm → 下午两点三十分.
std::string DayTime(const Groups& g, const std::string& half) {
  if (!g[1].empty() || half.empty()) return g[1];
  return half == "p" || half == "P" ? "下午" : "上午";
}
std::string Hour(std::string_view digits) {
  if (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return Counted(digits) + "点";
}
std::string Below60(std::string_view digits, std::string_view unit) {
  if (digits.empty() || digits == "00") return "";
  const bool zero = digits[0] == '0';
  return (zero ? "零" + Cardinal(digits.substr(1)) : Cardinal(digits)) + std::string(unit);
}
std::string ClockTime(const Groups& g) {
  constexpr size_t kHours = 24;
  if (std::stoul(g[2]) > kHours) return g[0];
  const std::string minutes = Below60(g[3], "分");
  const std::string seconds = Below60(g[4], "秒");
  return DayTime(g, g[5]) + Hour(g[2]) + (minutes.empty() && !seconds.empty() ? "零分" : minutes) +
         seconds;
}
std::string FullHour(const Groups& g) { return DayTime(g, g[3]) + Hour(g[2]); }

std::string Mobile(const Groups& g) {
  const std::string country = g[1].empty() ? "" : "加八六，";
  return country + Telephone(g[2] + "-" + g[3] + "-" + g[4]);
}
std::string International(const Groups& g) { return "加" + Telephone(g[0]); }
std::string TelephoneOf(const Groups& g) { return Telephone(g[0]); }

// Parts between points or dashes, digit by digit.
std::string Parts(std::string_view text, char separator, std::string_view said) {
  std::string words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (!words.empty()) words += said;
    words += DigitByDigit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}
std::string Dotted(const Groups& g) { return Parts(g[0], '.', "点"); }
std::string Dashed(const Groups& g) { return Parts(g[0], '-', "，"); }

std::string Power(const std::string& exponent) {
  const bool negative = exponent.starts_with('-');
  const size_t sign = exponent.find_first_not_of("+-");
  return "的" + std::string(negative ? "负" : "") + Cardinal(exponent.substr(sign)) + "次方";
}
std::string Scientific(const Groups& g) { return Cardinal(g[1]) + "乘以十" + Power(g[2]); }
std::string PowerOf(const Groups& g) {
  if (g[2] == "2") return Cardinal(g[1]) + "的平方";
  if (g[2] == "3") return Cardinal(g[1]) + "的立方";
  return Cardinal(g[1]) + Power(g[2]);
}

std::string Scale(const std::string& scale) {
  if (scale == "k" || scale == "K") return "千";
  if (scale == "M") return "百万";
  if (scale == "B") return "十亿";
  return scale;
}
std::string Amount(std::string number, const std::string& scale) {
  if (number.ends_with(".00")) number.resize(number.size() - 3);
  return Counted(number) + Scale(scale);
}
std::string_view CurrencyName(std::string_view sign) {
  const auto* found = std::ranges::find(kCurrencies, sign, &Currency::sign);
  return found == kCurrencies.end() ? std::string_view() : found->name;
}
std::string MoneyBefore(const Groups& g) {
  const std::string name(CurrencyName(g[1]));
  if (name.empty()) return g[0];
  const std::string from = g[2].empty() ? "" : Amount(g[2], "") + "到";
  return from + Amount(g[3], g[4]) + name;
}
std::string MoneyAfter(const Groups& g) {
  return OrUnchanged(
      CurrencyName(g[3]).empty() ? "" : Amount(g[1], g[2]) + std::string(CurrencyName(g[3])), g);
}

std::string Share(const std::string& sign, const std::string& number, std::string_view of) {
  const std::string_view whole = of == "‰" ? "千分之" : of == "‱" ? "万分之" : "百分之";
  const std::string_view said = sign.empty() ? "" : sign == "+" ? "正" : "负";
  const bool all = number == "100" && of == "%";
  return std::string(said) + std::string(whole) + (all ? "百" : Cardinal(number));
}
std::string Percent(const Groups& g) { return Share(g[1], g[2], g[3]); }
std::string PercentRange(const Groups& g) {
  const std::string to =
      g[3].empty() ? (g[4].empty() ? "" : "负") + Cardinal(g[5]) : Share(g[4], g[5], g[6]);
  return Share(g[1], g[2], g[6]) + "到" + to;
}

std::string Degrees(const std::string& sign, const std::string& number, const std::string& scale) {
  const std::string_view below = sign.empty()    ? ""
                                 : sign == "+"   ? "正"
                                 : scale.empty() ? "负"
                                                 : "零下";
  return std::string(below) + Cardinal(number);
}
std::string_view DegreeWord(const std::string& scale) {
  return scale.empty() ? "度" : scale == "C" || scale == "c" ? "摄氏度" : "华氏度";
}
std::string Temperature(const Groups& g) {
  return Degrees(g[1], g[2], g[3]) + std::string(DegreeWord(g[3]));
}
std::string TemperatureRange(const Groups& g) {
  return Degrees(g[1], g[2], g[5]) + "到" + Degrees(g[3], g[4], g[5]) +
         std::string(DegreeWord(g[5]));
}

std::string WithUnit(const Groups& g) {
  const std::string_view unit = UnitWord(g[3]);
  if (unit.empty()) return g[0];
  return (g[1].empty() ? "" : Counted(g[1]) + "到") + Counted(g[2]) + std::string(unit);
}

std::string Fraction(const Groups& g) { return Cardinal(g[2]) + "分之" + Cardinal(g[1]); }
std::string MixedFraction(const Groups& g) {
  return Cardinal(g[1]) + "又" + Cardinal(g[3]) + "分之" + Cardinal(g[2]);
}

std::string LongNumber(const Groups& g) {
  return g[0].ends_with("0000") ? Cardinal(g[0]) : DigitByDigit(g[0]);
}

}  // namespace

std::vector<RewriteRule> NumberRules() {
  return {
      {R"((?<=\p{Han}) +(?=[\d$¥€£+-])|(?<=[\d%°]) +(?=\p{Han}))", Nothing},
      {R"((?m)^[ \t]*(?:\((\d{1,2})\)|(\d{1,2})(?:\)|\.(?:\s+|(?=[^\dA-Za-z\s]))))\s*(?=\S))",
       [](const Groups& g) { return Cardinal(g[1] + g[2]) + "，"; }},
      {R"((?<=[。；;,:!?\s])\((\d{1,2})\)\s*)", ListItem},

      // Scores, dates and times.
      {R"((比分[是为:]?|比例[是为:]?|比率[是为:]?)\s?(\d{1,3})\s?[-:]\s?(\d{1,3})(?!\d|[:.]\d))",
       Score},
      {R"((以)\s?(\d{1,3})\s?[-:]\s?(\d{1,3})(?=战|击|领|落|取|告|的|获|险|逆|大|完|输|赢|不敌))",
       Score},
      {R"((?<![\d.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d))", FullDate},
      {R"((?<![\d/])(\d{1,2})/(\d{1,2})(?=\s?\(?(?:周|星期)))", WeekdayDate},
      {R"((?i)(?<=:\d\d|:\d\d ?[ap]m|\d[ap]m))" BV2_TO R"((?=\d{1,2}(?::\d\d| ?[ap]m)))", To},
      {"(?i)" BV2_DAYTIME
       R"( ?(?<!\d|\d[:.])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![:\d])(?: ?([ap])\.?m(?![a-z])\.?)?)",
       ClockTime},
      {"(?i)" BV2_DAYTIME R"( ?(?<!\d|\d[:.])(1[0-2]|0?[1-9]) ?([ap])\.?m(?![a-z])\.?)", FullHour},
      {R"((?<!\d|\d\.)0(\d)(?=[月日号]))", First},
      {R"((?<=[点时分])0(\d)(?=[分秒]))", MinutesWithZero},

      // Numbers that are said digit by digit.
      {R"((?<!\d|\d\.)(\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d|\.\d))", Mobile},
      {R"(\+\d{1,3}(?:[ .()-]{1,2}\d{2,4}){2,5}(?![\dA-Za-z]))", International},
      {R"((?<![\d.-])(?:\(0\d{2,3}\)|0\d{2,3}-) ?\d{7,8}(?:-\d{1,5})?(?![\d-]))", TelephoneOf},
      {R"((?<![\d-])[48]00(?:(?:-\d{3,4}){2}|\d{7})(?![\d-]))", TelephoneOf},
      {R"((?<![\dA-Za-z.-])\d{1,20}(?:-\d{1,20}){2,}(?![\dA-Za-z-]))", Dashed},
      {R"((?<!\d|\d[.,])(?:1008[56]|10010|12306|123(?:15|45|48|20|66)|955\d\d)(?!\d|[.,]\d|[%万千百元个人]))",
       TelephoneOf},
      {R"(((?:打|拨|呼叫|致电|电话|热线|号码)[是为:]? ?)(\d{3,8}(?:-\d{1,8})*)(?!\d|\.\d|[%个次元万]))",
       LabelledTelephone},
      {R"((?<!\d)1(?:10|19|20|22|14)(?=电话|报警|急救|热线|火警|指挥))", TelephoneOf},
      {R"(((?:编号|单号|账号|帐号|卡号|学号|工号|尾号|密码|验证码|邮编|代码|QQ群?|ID|证号|航班)[是为:]? ?)(\d{3,}))",
       LabelledDigits},
      {R"((?<!\d|\d[.,]|-)\d{3,4}(?=室|号?房(?!价)|路(?:公交|车)|中学|高校|大学|工程|国道))",
       Digits},
      {R"((?<=\d)-(?=\d+(?:室|号楼|单元)))", Dash},
      {R"((?<!\d|\d\.)\d{1,20}(?:\.\d{1,20}){2,}(?!\d))", Dotted},

      // Arithmetic.
      {BV2_NUMBER R"( ?[×x*] ?10\^([-+]?\d{1,9}))", Scientific},
      {BV2_NUMBER R"([eE]([+-]?\d{1,9})(?![\dA-Za-z]))", Scientific},
      {BV2_NUMBER R"(\^(-?\d{1,9}))", PowerOf},
      {R"((?<=[\d)]) ?[-−–] ?(?=[\d(][\d.+×÷*/()− -]{0,40}=))", Minus},
      {R"((?<=[=+×÷] ?\d{1,9}) ?- ?(?=\d))", Minus},
      {R"((?<=\d) ?− ?(?=\d))", Minus},
      {R"((?<=[\d)%]) ?\+ ?(?=[\d(]))", Plus},
      {R"((?<=\d|\d ?(?:mm|cm|m)) ?[×xX*] ?(?=\d))", Times},
      {R"((?<=[\p{L}\d)]) ?<(?!=) ?(?=-?\d)|(?<=\d) ?<(?!=) ?(?=[\p{L}]))", LessThan},
      {R"((?<=[\p{L}\d)]) ?>(?!=) ?(?=-?\d)|(?<=\d) ?>(?!=) ?(?=[\p{L}]))", GreaterThan},
      {R"((?<=\d) ?/ ?(?=\d{1,9} ?=))", DividedBy},
      {R"((?<=\d)\.00(?=[元块]))", Nothing},
      {R"((?<=\d) ?: ?(?=\d))", Versus},
      {R"((?<![A-Za-z]\d{1,3})(?<=\d|\d[%°度年月日号点时分秒元个岁人次天万亿千百]|\d°[CF]|\d[cmk]m|\d[mk]g|\d[MG]B))" BV2_TO
       R"((?=[-−¥$€£]?\d))",
       To},

      // Years.
      {R"((?<!\d|\d[.,])(?!1000)\d{3}\d(?=年(?!级|的?历史|之久|多)|到\d{4}年))",
       [](const Groups& g) {
         return g[0].ends_with("000") && g[0] != "2000" ? g[0] : DigitByDigit(g[0]);
       }},
      {R"((?<!\d|\d[.,])\d\d(?=年\d{1,2}月)|(?<!\d|\d[.,]|第)(?:0\d|[789][1-9])(?=年(?!级|前|后|来|的?历史|间|里|时间)))",
       Digits},
      {R"((?<!\d|\d[.,])(?:[05-9]0|[89]5)(?=后(?![天来]|$)))", Digits},
      {R"((?<!\d|\d[.,])(?:19|20)\d\d(?=春|款|版|届|级|赛季|财年|学年|奥运|世界杯))", Digits},

      // Numbers with a sign or unit.
      {R"(((?:HK|US|NT|A|C|S)?[$¥€£₩₹₽฿]|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|TWD|KRW)) ?(?:)" BV2_NUMBER
       R"(到[$¥€£]?)?)" BV2_NUMBER " ?" BV2_SCALE "(?:元|美元|欧元|英镑)?",
       MoneyBefore},
      {BV2_NUMBER " ?" BV2_SCALE
                  R"( ?([$¥€£₩]|(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|TWD|KRW)(?![A-Za-z])))",
       MoneyAfter},
      {"([-−+])?" BV2_NUMBER " ?(%)?到([-−])?" BV2_NUMBER " ?([%‰‱])", PercentRange},
      {"([-−+])?" BV2_NUMBER " ?([%‰‱])", Percent},
      {"([-−+])?" BV2_NUMBER "(?: ?° ?[CF]?)?到([-−])?" BV2_NUMBER " ?° ?([CF](?![A-Za-z]))?",
       TemperatureRange},
      {"([-−+])?" BV2_NUMBER " ?° ?([CF](?![A-Za-z]))?", Temperature},
      {R"((?<!\d|\d[.,]|[A-Za-z] ?)(?:)" BV2_NUMBER "到)?" BV2_NUMBER
       R"( ?([A-Za-zμΩ]{1,4}(?:/[a-z])?(?:\^[23]|[23](?!\d))?)(?![A-Za-z\d/])(?: +(?=\p{Han}))?)",
       WithUnit},
      {R"((?<![\d/.])(\d+)[又 ](\d{1,3})[/⁄](\d{1,3})(?![\d/]))", MixedFraction},
      {R"((?<![\d/.])(\d{1,4}) ?[/⁄] ?(\d{1,4})(?![\d/]|\.\d))", Fraction},

      // What is left.
      {R"((?<=[\p{L})])\^([23])(?!\d))", Squared},
      {R"((?:(?<![\dA-Za-z\p{Han})])|(?<=[为是到至达约比从低跌降温得值于]))[-−](?=[¥$€£]?\.?\d))",
       Negative},
      {R"((?<![\dA-Za-z\p{Han})])\+(?=\d))", Positive},
      {R"((?<![A-Za-z\d])(\d+)(?:st|nd|rd|th)(?![A-Za-z]))", RankOf},
      {R"((?i)(?<![A-Za-z])no\. ?(?=\d))", Rank},
      {R"((?<![\d.A-Za-z])\.(?=\d))", ZeroPoint},
      {R"((?<!\d|\d[.,])0\d+(?!\d|\.\d))", Digits},
      {R"((?<=[A-Za-z]|[A-Za-z]-|[A-Za-z]\d-)\d{3,}(?!\d|[.,]\d)|(?<=[A-Z]{2} )\d{4}(?!\d|[.,]\d))",
       Digits},
      {R"((?<!\d|\d[.,])\d{11,}(?!\d|[.,]\d))", LongNumber},
      {R"((?<!\d|\d[.,]|[第初A-Za-z])2(?=(?:到\d+)?)" BV2_MEASURE ")", Several},
      {BV2_NUMBER, CardinalOf},
  };
}

#undef BV2_NUMBER
#undef BV2_TO
#undef BV2_SCALE
#undef BV2_DAYTIME
#undef BV2_MEASURE

}  // namespace bv2::text::zh
