#include "text/ja/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/utf8.h"
#include "text/ja/number.h"

namespace bv2::text::ja {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 84> kUnits = {{
    {"nm", "ナノメートル"},
    {"μm", "マイクロメートル"},
    {"mm", "ミリメートル"},
    {"cm", "センチメートル"},
    {"m", "メートル"},
    {"km", "キロメートル"},
    {"KM", "キロメートル"},
    {"mm^2", "平方ミリメートル"},
    {"cm^2", "平方センチメートル"},
    {"m^2", "平方メートル"},
    {"m2", "平方メートル"},
    {"km^2", "平方キロメートル"},
    {"km2", "平方キロメートル"},
    {"cm^3", "立方センチメートル"},
    {"m^3", "立方メートル"},
    {"m3", "立方メートル"},
    {"ha", "ヘクタール"},
    {"in", "インチ"},
    {"ft", "フィート"},
    {"mi", "マイル"},
    {"μg", "マイクログラム"},
    {"mg", "ミリグラム"},
    {"g", "グラム"},
    {"kg", "キログラム"},
    {"KG", "キログラム"},
    {"Kg", "キログラム"},
    {"t", "トン"},
    {"lb", "ポンド"},
    {"lbs", "ポンド"},
    {"oz", "オンス"},
    {"ml", "ミリリットル"},
    {"mL", "ミリリットル"},
    {"ML", "ミリリットル"},
    {"dl", "デシリットル"},
    {"dL", "デシリットル"},
    {"l", "リットル"},
    {"L", "リットル"},
    {"cc", "シーシー"},
    {"ns", "ナノ秒"},
    {"μs", "マイクロ秒"},
    {"ms", "ミリ秒"},
    {"s", "秒"},
    {"min", "分"},
    {"h", "時間"},
    {"km/h", "キロメートル毎時"},
    {"m/s", "メートル毎秒"},
    {"m/s^2", "メートル毎秒毎秒"},
    {"mph", "マイル毎時"},
    {"rpm", "回転毎分"},
    {"Hz", "ヘルツ"},
    {"kHz", "キロヘルツ"},
    {"MHz", "メガヘルツ"},
    {"GHz", "ギガヘルツ"},
    {"W", "ワット"},
    {"kW", "キロワット"},
    {"MW", "メガワット"},
    {"kWh", "キロワットアワー"},
    {"V", "ボルト"},
    {"kV", "キロボルト"},
    {"mA", "ミリアンペア"},
    {"mAh", "ミリアンペアアワー"},
    {"Ω", "オーム"},
    {"kΩ", "キロオーム"},
    {"dB", "デシベル"},
    {"Pa", "パスカル"},
    {"hPa", "ヘクトパスカル"},
    {"kPa", "キロパスカル"},
    {"MPa", "メガパスカル"},
    {"kJ", "キロジュール"},
    {"cal", "カロリー"},
    {"kcal", "キロカロリー"},
    {"mol", "モル"},
    {"KB", "キロバイト"},
    {"kB", "キロバイト"},
    {"MB", "メガバイト"},
    {"GB", "ギガバイト"},
    {"TB", "テラバイト"},
    {"KB/s", "キロバイト毎秒"},
    {"MB/s", "メガバイト毎秒"},
    {"GB/s", "ギガバイト毎秒"},
    {"Mbps", "メガビーピーエス"},
    {"Gbps", "ギガビーピーエス"},
    {"fps", "フレーム毎秒"},
    {"px", "ピクセル"},
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
  return EncodeUtf8(ReadNumber(digits).value_or(ReadDigits(digits)));
}

std::string DigitByDigit(std::string_view digits) {
  constexpr std::array<std::string_view, 10> kNames = {"ゼロ", "イチ", "ニー", "サン", "ヨン",
                                                       "ゴー", "ロク", "ナナ", "ハチ", "キュー"};
  std::string words;
  for (const char c : digits) {
    if (IsDigit(c)) words += kNames[static_cast<size_t>(c - '0')];
  }
  return words;
}

std::string Telephone(std::string_view number) {
  std::string words;
  for (size_t i = 0; i < number.size(); ++i) {
    if (!IsDigit(number[i])) continue;
    if (!words.empty() && !IsDigit(number[i - 1])) words += "、";
    words += DigitByDigit(number.substr(i, 1));
  }
  return words;
}

std::string Date(std::string_view year, std::string_view month, std::string_view day) {
  constexpr int kMonths = 12;
  constexpr int kMaxDays = 31;
  const int m = ToInt(month), d = ToInt(day);
  if (m < 1 || m > kMonths || d < 1 || d > kMaxDays) return "";
  return (year.empty() ? "" : Cardinal(year) + "年") + Cardinal(std::to_string(m)) + "月" +
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

}  // namespace bv2::text::ja
