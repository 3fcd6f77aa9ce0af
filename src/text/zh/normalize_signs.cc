#include <array>

#include "text/signs.h"
#include "text/zh/normalize.h"
#include "text/zh/quantity.h"

namespace bv2::text::zh {
namespace {

// Signs as they are read in addresses of the web.
constexpr std::array<SignName, 13> kAddressSigns = {{{".", "点"},
                                                     {"/", "斜杠"},
                                                     {"@", "艾特"},
                                                     {"-", "杠"},
                                                     {"_", "下划线"},
                                                     {":", "冒号"},
                                                     {"?", "问号"},
                                                     {"=", "等于"},
                                                     {"&", "和"},
                                                     {"#", "井号"},
                                                     {"%", "百分号"},
                                                     {"+", "加"},
                                                     {"~", "波浪号"}}};

constexpr std::array<SignName, 43> kSigns = {{
    {"≈", "约等于"},    {"≠", "不等于"}, {"≤", "小于等于"}, {"<=", "小于等于"}, {"≥", "大于等于"},
    {">=", "大于等于"}, {"±", "正负"},   {"÷", "除以"},     {"√", "根号"},      {"∞", "无穷大"},
    {"→", "到"},        {"⇒", "到"},     {"->", "到"},      {"=>", "到"},       {"§", "第"},
    {"№", "号"},        {"€", "欧元"},   {"£", "英镑"},     {"°", "度"},        {"α", "阿尔法"},
    {"β", "贝塔"},      {"γ", "伽马"},   {"δ", "德尔塔"},   {"Δ", "德尔塔"},    {"ε", "艾普西隆"},
    {"ζ", "泽塔"},      {"η", "伊塔"},   {"θ", "西塔"},     {"κ", "卡帕"},      {"λ", "兰姆达"},
    {"μ", "缪"},        {"ν", "纽"},     {"ξ", "克西"},     {"π", "派"},        {"ρ", "柔"},
    {"σ", "西格玛"},    {"Σ", "西格玛"}, {"τ", "陶"},       {"φ", "斐"},        {"χ", "希"},
    {"ψ", "普西"},      {"ω", "欧米伽"}, {"Ω", "欧米伽"},
}};

std::string Address(const Groups& g) { return ReadAddress(g[0], kAddressSigns, DigitByDigit); }
std::string SignWord(const Groups& g) { return std::string(NameOfSign(kSigns, g[1])); }
std::string Equals(const Groups&) { return "等于"; }
std::string Times(const Groups&) { return "乘"; }
std::string Plus(const Groups&) { return "加"; }
std::string And(const Groups&) { return "和"; }
std::string At(const Groups&) { return "艾特"; }
std::string Per(const Groups&) { return "每"; }
std::string Pause(const Groups&) { return "，"; }
std::string Ellipsis(const Groups&) { return "…"; }
std::string Space(const Groups&) { return " "; }
std::string Nothing(const Groups&) { return ""; }
std::string FirstAndPause(const Groups& g) { return g[1] + "，"; }

}  // namespace

std::vector<RewriteRule> AddressRules() {
  return {
      {R"(</?[a-zA-Z][^<>]{0,200}>)", Space},
      {R"((?<![A-Za-z0-9.+_-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9})",
       Address},
      {R"((?i)(?:https?://|ftp://|(?<![a-z0-9.])www\.)[!-~]*[a-z0-9/=_-])", Address},
      {R"((?i)(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}\.){1,9}(?:com|org|net|edu|gov|cn|io|ai|cc|tv|me|top|)"
       R"(xyz|info|dev|app|jp|uk|tw|hk)(?![a-z0-9-])(?:/[!-~]*[a-z0-9/])?)",
       Address},
  };
}

std::vector<RewriteRule> SignRules() {
  return {
      // Items of lists.
      {R"((?m)^[ \t]*\(([一二三四五六七八九十]{1,3})\)\s*)", FirstAndPause},
      {R"((?m)^[ \t]*(?:[•·●◦▪■◆○]|[*-](?= ))\s*)", Nothing},
      // Tags and mentions.
      {R"(#([^#\s]{1,40})#)", FirstAndPause},
      {R"((?<![A-Za-z])#(?=[\p{Han}A-Za-z]))", Nothing},
      {R"((?<![A-Za-z])@(?=[\p{L}_]))", At},
      {R"((?<![A-Za-z] ?)&|&(?! ?[A-Za-z]))", And},

      {"(<=|>=|=>|->|[≈≠≤≥±÷√∞→⇒§€£°])", SignWord},
      {R"((?<!\p{Greek})([α-ωΔΣΩ])(?!\p{Greek}))", SignWord},
      {R"((?<=[\p{L}\p{N})]) ?={1,2} ?(?=[\p{L}\p{N}(√]))", Equals},
      {R"((?<=[一二三四五六七八九十百千万零两]) ?× ?(?=[一二三四五六七八九十两]))", Times},
      {R"((?<![A-Za-z+])\+(?!\+)|(?<=[A-Za-z])\+(?=[A-Za-z]))", Plus},
      {"(?<=[元块角分个次万亿克米升度人件斤吨点步条页字圈里])/"
       "(?=[年月日天周秒分时小人个次斤吨平千公克米件位台])",
       Per},
      {R"((?<=\p{Han}) ?/ ?(?=\p{Han}))", Pause},
      {R"((?<=[A-Za-z])-(?=\p{Han})|(?<=\p{Han})-(?=[A-Za-z]))", Nothing},
      {R"((?:[.。] ?){2,}|…+)", Ellipsis},
      // Between words a space is a pause.
      {R"((?<=\p{Han}{2})[ \t]+(?=\p{Han}{2}))", Pause},
  };
}

}  // namespace bv2::text::zh
