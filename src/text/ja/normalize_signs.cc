#include <array>

#include "text/ja/normalize.h"
#include "text/ja/quantity.h"
#include "text/signs.h"

namespace bv2::text::ja {
namespace {

// Signs as they are read in addresses of the web.
constexpr std::array<SignName, 13> kAddressSigns = {{{".", "ドット"},
                                                     {"/", "スラッシュ"},
                                                     {"@", "アットマーク"},
                                                     {"-", "ハイフン"},
                                                     {"_", "アンダーバー"},
                                                     {":", "コロン"},
                                                     {"?", "クエスチョン"},
                                                     {"=", "イコール"},
                                                     {"&", "アンド"},
                                                     {"#", "シャープ"},
                                                     {"%", "パーセント"},
                                                     {"+", "プラス"},
                                                     {"~", "チルダ"}}};

constexpr std::array<SignName, 42> kSigns = {{
    {"≈", "ニアリーイコール"},
    {"≒", "ニアリーイコール"},
    {"≠", "ノットイコール"},
    {"≤", "小なりイコール"},
    {"≦", "小なりイコール"},
    {"<=", "小なりイコール"},
    {"≥", "大なりイコール"},
    {"≧", "大なりイコール"},
    {">=", "大なりイコール"},
    {"±", "プラスマイナス"},
    {"÷", "わる"},
    {"√", "ルート"},
    {"∞", "無限大"},
    {"→", "から"},
    {"⇒", "から"},
    {"->", "から"},
    {"€", "ユーロ"},
    {"£", "ポンド"},
    {"°", "度"},
    {"α", "アルファ"},
    {"β", "ベータ"},
    {"γ", "ガンマ"},
    {"δ", "デルタ"},
    {"Δ", "デルタ"},
    {"ε", "イプシロン"},
    {"ζ", "ゼータ"},
    {"η", "イータ"},
    {"θ", "シータ"},
    {"κ", "カッパ"},
    {"λ", "ラムダ"},
    {"μ", "ミュー"},
    {"ν", "ニュー"},
    {"ξ", "クサイ"},
    {"π", "パイ"},
    {"ρ", "ロー"},
    {"σ", "シグマ"},
    {"Σ", "シグマ"},
    {"τ", "タウ"},
    {"φ", "ファイ"},
    {"χ", "カイ"},
    {"ψ", "プサイ"},
    {"ω", "オメガ"},
}};

std::string Address(const Groups& g) { return ReadAddress(g[0], kAddressSigns, DigitByDigit); }
std::string SignWord(const Groups& g) { return std::string(NameOfSign(kSigns, g[1])); }
std::string Equals(const Groups&) { return "イコール"; }
std::string Times(const Groups&) { return "かける"; }
std::string Plus(const Groups&) { return "プラス"; }
std::string And(const Groups&) { return "アンド"; }
std::string At(const Groups&) { return "アット"; }
std::string Hash(const Groups&) { return "ハッシュタグ"; }
std::string LongVowel(const Groups&) { return "ー"; }
std::string Pause(const Groups&) { return "、"; }
std::string Ellipsis(const Groups&) { return "…"; }
std::string Space(const Groups&) { return " "; }
std::string Nothing(const Groups&) { return ""; }

}  // namespace

std::vector<RewriteRule> AddressRules() {
  return {
      {R"(</?[a-zA-Z][^<>]{0,200}>)", Space},
      {R"((?<![A-Za-z0-9.+_-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9})",
       Address},
      {R"((?i)(?:https?://|ftp://|(?<![a-z0-9.])www\.)[!-~]*[a-z0-9/=_-])", Address},
      {R"((?i)(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}\.){1,9}(?:com|org|net|edu|gov|io|ai|tv|me|info|dev|app|)"
       R"(jp|uk|cn)(?![a-z0-9-])(?:/[!-~]*[a-z0-9/])?)",
       Address},
  };
}

std::vector<RewriteRule> SignRules() {
  return {
      {R"((?m)^[ \t]*(?:[•·●◦▪■◆○]|[*-](?= ))[ \t]*)", Nothing},
      // Laughter, drawn-out vowels.
      {R"((?<=[\p{Han}\p{Hiragana}\p{Katakana}ー!?。、])w+(?![A-Za-z]))", Nothing},
      {R"((?<=[\p{Hiragana}\p{Katakana}])[~〜]+|ー{2,})", LongVowel},

      {R"((?<![A-Za-z])#(?=\p{L}))", Hash},
      {R"((?<![A-Za-z])@(?=[\p{L}_]))", At},
      {R"((?<![A-Za-z] ?)&|&(?! ?[A-Za-z]))", And},
      {"(<=|>=|->|[≈≒≠≤≦≥≧±÷√∞→⇒€£°])", SignWord},
      {R"((?<!\p{Greek})([α-ωΔΣ])(?!\p{Greek}))", SignWord},
      {R"((?<=[\p{L}\p{N})]) ?={1,2} ?(?=[\p{L}\p{N}(]))", Equals},
      {R"((?<=[一二三四五六七八九十百千万零]) ?× ?(?=[一二三四五六七八九十百千]))", Times},
      {R"((?<![A-Za-z+])\+(?!\+)|(?<=[A-Za-z])\+(?=[A-Za-z]))", Plus},
      {R"((?<=[\p{Han}\p{Hiragana}\p{Katakana}ー]) ?/ ?(?=[\p{Han}\p{Hiragana}\p{Katakana}]))",
       Pause},
      {R"((?<=[A-Za-z])-(?=[\p{Han}\p{Hiragana}\p{Katakana}])|(?<=[\p{Han}\p{Hiragana}\p{Katakana}ー])-(?=[A-Za-z]))",
       Nothing},
      {R"((?:[.。] ?){2,}|…+|・{2,})", Ellipsis},
  };
}

}  // namespace bv2::text::ja
