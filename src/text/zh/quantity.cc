#include "text/zh/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/utf8.h"
#include "text/zh/number.h"

namespace bv2::text::zh {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 87> kUnits = {{
    {"nm", "纳米"},
    {"μm", "微米"},
    {"mm", "毫米"},
    {"cm", "厘米"},
    {"dm", "分米"},
    {"m", "米"},
    {"km", "公里"},
    {"KM", "公里"},
    {"mm^2", "平方毫米"},
    {"cm^2", "平方厘米"},
    {"m^2", "平方米"},
    {"m2", "平方米"},
    {"km^2", "平方公里"},
    {"km2", "平方公里"},
    {"mm^3", "立方毫米"},
    {"cm^3", "立方厘米"},
    {"m^3", "立方米"},
    {"m3", "立方米"},
    {"ha", "公顷"},
    {"in", "英寸"},
    {"ft", "英尺"},
    {"mi", "英里"},
    {"μg", "微克"},
    {"mg", "毫克"},
    {"g", "克"},
    {"kg", "公斤"},
    {"KG", "公斤"},
    {"Kg", "公斤"},
    {"t", "吨"},
    {"lb", "磅"},
    {"lbs", "磅"},
    {"oz", "盎司"},
    {"ml", "毫升"},
    {"mL", "毫升"},
    {"ML", "毫升"},
    {"l", "升"},
    {"L", "升"},
    {"ns", "纳秒"},
    {"μs", "微秒"},
    {"ms", "毫秒"},
    {"s", "秒"},
    {"min", "分钟"},
    {"h", "小时"},
    {"km/h", "公里每小时"},
    {"m/s", "米每秒"},
    {"m/s^2", "米每二次方秒"},
    {"mph", "英里每小时"},
    {"rpm", "转每分钟"},
    {"Hz", "赫兹"},
    {"kHz", "千赫兹"},
    {"MHz", "兆赫兹"},
    {"GHz", "吉赫兹"},
    {"mW", "毫瓦"},
    {"W", "瓦"},
    {"kW", "千瓦"},
    {"KW", "千瓦"},
    {"MW", "兆瓦"},
    {"GW", "吉瓦"},
    {"kWh", "千瓦时"},
    {"V", "伏"},
    {"mV", "毫伏"},
    {"kV", "千伏"},
    {"mA", "毫安"},
    {"mAh", "毫安时"},
    {"Ω", "欧姆"},
    {"kΩ", "千欧"},
    {"dB", "分贝"},
    {"Pa", "帕"},
    {"kPa", "千帕"},
    {"MPa", "兆帕"},
    {"kJ", "千焦"},
    {"cal", "卡"},
    {"kcal", "千卡"},
    {"mol", "摩尔"},
    {"KB", "千字节"},
    {"kB", "千字节"},
    {"MB", "兆字节"},
    {"GB", "吉字节"},
    {"TB", "太字节"},
    {"KB/s", "千字节每秒"},
    {"MB/s", "兆字节每秒"},
    {"GB/s", "吉字节每秒"},
    {"Mbps", "兆比特每秒"},
    {"Gbps", "吉比特每秒"},
    {"fps", "帧每秒"},
    {"px", "像素"},
    {"w", "万"},
}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int ToInt(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string Cardinal(std::string_view number) {
  std::u32string digits;
  for (const char c : number) {
    if (c != ',') digits += static_cast<char32_t>(c);
  }
  std::u32string words = ReadNumber(digits).value_or(ReadDigits(digits));
  for (const std::u32string_view several : {U"二千", U"二万", U"二亿"}) {
    if (words.starts_with(several)) words[0] = U'两';
  }
  return EncodeUtf8(words);
}

std::string Counted(std::string_view number) { return number == "2" ? "两" : Cardinal(number); }

std::string DigitByDigit(std::string_view digits) {
  std::u32string plain;
  for (const char c : digits) {
    if (IsDigit(c)) plain += static_cast<char32_t>(c);
  }
  return EncodeUtf8(ReadDigits(plain));
}

std::string Telephone(std::string_view number) {
  std::string words;
  for (size_t i = 0; i < number.size(); ++i) {
    if (!IsDigit(number[i])) continue;
    if (!words.empty() && !IsDigit(number[i - 1])) words += "，";
    words += number[i] == '1' ? "幺" : DigitByDigit(number.substr(i, 1));
  }
  return words;
}

std::string Date(std::string_view year, std::string_view month, std::string_view day) {
  constexpr int kMonths = 12;
  constexpr int kMaxDays = 31;
  const int m = ToInt(month), d = ToInt(day);
  if (m < 1 || m > kMonths || d < 1 || d > kMaxDays) return "";
  return (year.empty() ? "" : DigitByDigit(year) + "年") + Cardinal(std::to_string(m)) + "月" +
         Cardinal(std::to_string(d)) + "日";
}

std::string_view UnitWord(std::string_view sign) {
  const auto* found =
      std::ranges::find(kUnits, sign, &std::pair<std::string_view, std::string_view>::first);
  return found == kUnits.end() ? std::string_view() : found->second;
}

bool IsUnit(std::string_view word) {
  constexpr std::array<std::string_view, 10> kOthers = {"am",  "pm",  "AM",  "PM",  "USD",
                                                        "EUR", "GBP", "JPY", "CNY", "RMB"};
  return !UnitWord(word).empty() || std::ranges::find(kOthers, word) != kOthers.end();
}

}  // namespace bv2::text::zh
