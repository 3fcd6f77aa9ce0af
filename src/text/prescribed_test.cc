// Prescribed readings change exactly the phones that they name.
#include <gmock/gmock.h>

#include <algorithm>

#include "base/error.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"
#include "text/en/frontend.h"
#include "text/ja/frontend.h"
#include "text/readings.h"
#include "text/zh/frontend.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

// A text before and after its readings count.
struct Compared {
  Phones plain, prescribed;
};

Compared Compare(const Frontend& frontend, std::string_view text) {
  static const ReadingParser parser(test::ProductData(""));
  const Passage passage = parser.Parse(text);
  EXPECT_FALSE(passage.readings.empty()) << text;
  return {frontend.ToPhones(passage.text), frontend.ToPhones(passage)};
}

// "zh ang 3" for each token; "_" apart.
std::vector<std::string> Tokens(const Phones& phones) {
  std::vector<std::string> result;
  size_t phone = 0;
  for (const int64_t count : phones.word2ph) {
    std::string token;
    for (int64_t i = 0; i < count; ++i, ++phone)
      token += (i == 0 ? "" : " ") + phones.phones[phone] + std::to_string(phones.tones[phone]);
    result.push_back(token);
  }
  return result;
}

// The tokens that differ: "4: h2 ang2".
std::vector<std::string> Changes(const Compared& compared) {
  const std::vector<std::string> before = Tokens(compared.plain);
  const std::vector<std::string> after = Tokens(compared.prescribed);
  EXPECT_EQ(before.size(), after.size());
  EXPECT_EQ(compared.plain.norm_text, compared.prescribed.norm_text);
  EXPECT_EQ(compared.plain.tokens, compared.prescribed.tokens);
  std::vector<std::string> result;
  for (size_t i = 0; i < std::min(before.size(), after.size()); ++i)
    if (before[i] != after[i]) result.push_back(std::to_string(i) + ": " + after[i]);
  return result;
}

const zh::ChineseFrontend& Chinese(Normalization normalization) {
  static const zh::ChineseFrontend natural(test::ProductData(""), Normalization::kDefault);
  static const zh::ChineseFrontend upstream(test::ProductData(""), Normalization::kUpstream);
  return normalization == Normalization::kDefault ? natural : upstream;
}

class Prescribed : public ::testing::TestWithParam<Normalization> {};
INSTANTIATE_TEST_SUITE_P(, Prescribed,
                         ::testing::Values(Normalization::kDefault, Normalization::kUpstream));

TEST_P(Prescribed, OneCharacterOfAWord) {
  const auto changes = [&](std::string_view text) {
    return Changes(Compare(Chinese(GetParam()), text));
  };
  EXPECT_THAT(changes("去银行{xing2}取钱。"), ElementsAre("3: x2 ing2"));
  EXPECT_THAT(changes("行{hang2}不行"), ElementsAre("1: h2 ang2"));
  EXPECT_THAT(changes("他长{chang2}大了"), ElementsAre("2: ch2 ang2"));
}

// The given tone is final, and the neighbours keep the tones they had, although both would change
// in other words.
TEST_P(Prescribed, NoToneOfANeighbourChanges) {
  const auto changes = [&](std::string_view text) {
    return Changes(Compare(Chinese(GetParam()), text));
  };
  EXPECT_THAT(changes("你好{hao4}。"), ElementsAre("2: h4 ao4"));
  EXPECT_THAT(changes("你{ni3}好。"), ElementsAre("1: n3 i3"));
  EXPECT_THAT(changes("一{yi1}个人"), ElementsAre("1: y1 i1"));
  EXPECT_THAT(changes("不{bu4}怕"), ElementsAre("1: b4 u4"));
  EXPECT_THAT(changes("不怕{pa1}"), ElementsAre("2: p1 a1"));
  EXPECT_THAT(changes("妈妈{ma1}的纸老虎{hu1}"), ElementsAre("2: m1 a1", "6: h1 u1"));
  EXPECT_THAT(changes("朋友{peng2 you3}"), ElementsAre("2: y3 ou3"));
}

TEST_P(Prescribed, NumbersAndMarksBesideStay) {
  const auto changes = [&](std::string_view text) {
    return Changes(Compare(Chinese(GetParam()), text));
  };
  EXPECT_THAT(changes("2024年{nian1}，3.5元{yuan4}！"), ElementsAre(testing::_, testing::_));
  EXPECT_THAT(changes("“行{hang2}”2米{mi1}……嗯{en4}"),
              ElementsAre(testing::_, testing::_, testing::_));
  EXPECT_THAT(changes("价格是￥199.99元{ma1}。"), ElementsAre("12: m1 a1"));
  EXPECT_THAT(changes("重{zhong3}重{zhong3}重重"), ElementsAre("1: zh3 ong3", "2: zh3 ong3"));
}

TEST_P(Prescribed, RareCharactersBecomeReadable) {
  const Phones rare = Compare(Chinese(GetParam()), "我叫㛃{jie2}。").prescribed;
  EXPECT_EQ(rare.norm_text, "我叫㛃.");
  EXPECT_EQ(rare.tokens[2], "㛃");
  EXPECT_EQ(Tokens(rare)[3], "j2 ie2");
  EXPECT_EQ(Tokens(Compare(Chinese(GetParam()), "兙{ke4}").prescribed)[1], "k4 e4");
}

TEST_P(Prescribed, JapaneseWords) {
  const ja::JapaneseFrontend frontend(test::ProductData(""), {.normalization = GetParam()});
  const auto changes = [&](std::string_view text) { return Changes(Compare(frontend, text)); };
  EXPECT_THAT(changes("今日{コンニチ}は、猫。"), ElementsAre("1: k0 o0 N0 n0 i0 ch0 i0"));
  EXPECT_THAT(changes("[今日は]{コンニチワ}、猫。"),
              ElementsAre("1: k0 o0 N0 n0 i0", "2: ch0 i0 w0 a0"));
  EXPECT_THAT(changes("行{オコナ}った人"), ElementsAre("1: o0 k0 o0 n0 a0 q0"));
  EXPECT_THAT(changes("猫と[1日]{ツイタチ}の猫…犬{ワン}"),
              ElementsAre("3: ts0 u0 i0 t0", "4: a0 ch0 i0", "8: w0 a0 N0"));
  EXPECT_THAT(changes("今日{キョー}は"), ElementsAre());
  EXPECT_THAT(changes("今日{きょう}は"), ElementsAre());
  const Phones name = Compare(frontend, "私はGitHub{ギットハブ}の猫").prescribed;
  EXPECT_EQ(name.norm_text, "私はGitHubの猫");
  EXPECT_EQ(Tokens(name)[3], "g0 i0 q0 t0 o0 h0 a0 b0 u0");
}

// Phones with their tones, as English has no tokens.
std::string Said(const Phones& phones) {
  std::string result;
  for (size_t i = 0; i < phones.phones.size(); ++i)
    result += (i == 0 ? "" : " ") + phones.phones[i] +
              (phones.tones[i] == 0 ? "" : std::to_string(phones.tones[i] - 1));
  return result;
}

// The text with the readings' phones in place of the words' own.
void ExpectReplaced(const Frontend& frontend, std::string_view text,
                    const std::vector<std::pair<std::string, std::string>>& changes) {
  const auto [plain, prescribed] = Compare(frontend, text);
  std::string expected = Said(plain);
  size_t from = 0;
  for (const auto& [before, after] : changes) {
    const size_t at = expected.find(before, from);
    ASSERT_NE(at, std::string::npos) << text << " has no " << before << " in " << expected;
    expected.replace(at, before.size(), after);
    from = at + after.size();
  }
  EXPECT_EQ(Said(prescribed), expected) << text;
}

TEST_P(Prescribed, EnglishWords) {
  const en::EnglishFrontend frontend(test::ProductData(""), GetParam());
  const auto expect = [&](std::string_view text, auto changes) {
    ExpectReplaced(frontend, text, changes);
  };
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  expect("I read{R IY1 D} a book, and I read.", Pairs{{"r eh1 d", "r iy1 d"}});
  expect("I read a book, and I read{R IY1 D}.",
         Pairs{{"r eh1 d ah0", "r eh1 d ah0"}, {"r eh1 d", "r iy1 d"}});
  expect("well-read{R IY1 D}, Bach{B AA2 K}'s",
         Pairs{{"r eh1 d", "r iy1 d"}, {"b aa1 k", "b aa2 k"}});
}

TEST(PrescribedEnglish, WhateverIsBeside) {
  const en::EnglishFrontend frontend(test::ProductData(""));
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto expect = [&](std::string_view text, const Pairs& changes) {
    ExpectReplaced(frontend, text, changes);
  };
  expect("On May{M AA1} 5, 2024 we paid [$3.50]{AA1}.",
         {{"m ey1", "m aa1"}, {"th r iy1 d aa1 l er0 z ae1 n d f ih1 f t iy0 s eh1 n t s", "aa1"}});
  expect("Dr. Smith{S M AY1 DH} met Mr. Jones{JH AA1}!",
         {{"s m ih1 th", "s m ay1 dh"}, {"jh ow1 n z", "jh aa1"}});
  expect("[Dr.]{AA1} Smith", {{"d aa1 k t er0", "aa1"}});
  expect("Dr{AA1}. Smith", {{"d aa1 k t er0", "aa1"}});
  expect("Fish, meat etc{AA1}.", {{"eh1 t s eh1 t er0 ah0", "aa1"}});
  expect("Bach{B AA2 K}'s and Ross{R AO1 S}'s", {{"b aa1 k", "b aa2 k"}, {"r aa1 s", "r ao1 s"}});
  expect("well-read{R IY1 D} men", {{"r eh1 d", "r iy1 d"}});
  expect("state-of{AA1}-the-art", {{"ah0 V", "aa1"}});
  expect("THE USA{AA1} IS BIG", {{"y uw2 eh2 s ey1", "aa1"}});
  expect("the US{AA1} and us", {{"y uw1 eh1 s", "aa1"}});
}

TEST(PrescribedEnglish, APartOfAnAmountHasNoPlace) {
  const en::EnglishFrontend frontend(test::ProductData(""));
  const ReadingParser parser(test::ProductData(""));
  test::ExpectError(ErrorCode::kInvalidArgument, "the reading 'AA1' of '50' has no place",
                    [&] { frontend.ToPhones(parser.Parse("It is $3.50{AA1}.")); });
}

TEST(PrescribedReadings, OfAnotherLanguageAreErrors) {
  const Passage kana = {.text = "今日", .readings = {{0, 6, "キョー"}}};
  test::ExpectError(ErrorCode::kInvalidArgument, "'キョー'",
                    [&] { Chinese(Normalization::kDefault).ToPhones(kana); });
  const Passage outside = {.text = "今日", .readings = {{0, 9, "jin1 ri4"}}};
  test::ExpectError(ErrorCode::kInvalidArgument, "bytes 0 to 9 of a text of 6",
                    [&] { Chinese(Normalization::kDefault).ToPhones(outside); });
}

}  // namespace
}  // namespace bv2::text
