#include "text/language_finder.h"

#include <gmock/gmock.h>

#include <string>

#include "base/rng.h"
#include "base/utf8.h"

namespace bv2::text {
namespace {

using enum Language;

// The text with the language of each run before it: "zh:你好 en:Bob".
std::string Marked(std::string_view text, std::optional<Language> language = std::nullopt,
                   Foreign foreign = Foreign::kSpeak) {
  static const LanguageFinder finder;
  const MarkedText marked = finder.Find(TakeTags({.text = std::string(text)}, language), foreign);
  std::string result;
  size_t end = 0;
  for (const LanguageRun& run : marked.runs) {
    EXPECT_EQ(run.begin, end);
    end = run.end;
    if (!result.empty()) result += '/';
    result += run.language == kZh ? "zh:" : run.language == kJp ? "ja:" : "en:";
    result += marked.passage.text.substr(run.begin, run.end - run.begin);
  }
  EXPECT_EQ(end, marked.passage.text.size());
  return result;
}

TEST(LanguageFinderTest, AddressesAreEnglishAsAWhole) {
  EXPECT_EQ(Marked("见https://a.com/b_1吧"), "zh:见/en:https://a.com/b_1/zh:吧");
  EXPECT_EQ(Marked("メールはme@163.comへ"), "ja:メールは/en:me@163.com/ja:へ");
  EXPECT_EQ(Marked("网址：a.cn/1。"), "zh:网址：/en:a.cn/1。");
}

TEST(LanguageFinderTest, ScriptsTellLanguages) {
  EXPECT_EQ(Marked("你好，世界。"), "zh:你好，世界。");
  EXPECT_EQ(Marked("今日は、世界。"), "ja:今日は、世界。");
  EXPECT_EQ(Marked("Hello, world."), "en:Hello, world.");
  EXPECT_EQ(Marked("カラオケ"), "ja:カラオケ");
  EXPECT_EQ(Marked("ｶﾗｵｹＡＢＣ"), "ja:ｶﾗｵｹ/en:ＡＢＣ");
  EXPECT_EQ(Marked("I love 北京 and 寿司です."), "en:I love /ja:北京 /en:and /ja:寿司です.");
  EXPECT_EQ(Marked(""), "zh:");
}

TEST(LanguageFinderTest, HanBesideKanaIsJapanese) {
  EXPECT_EQ(Marked("東京都、今日は晴れ"), "ja:東京都、今日は晴れ");
  EXPECT_EQ(Marked("第3回大会です"), "ja:第3回大会です");
  EXPECT_EQ(Marked("サーバー接続"), "ja:サーバー接続");
  EXPECT_EQ(Marked("か\u3099東京"), "ja:か\u3099東京");
}

TEST(LanguageFinderTest, FormsOfOneCountryDecide) {
  EXPECT_EQ(Marked("労働組合"), "ja:労働組合");  // 労 働
  EXPECT_EQ(Marked("駅前。東京。"), "ja:駅前。東京。");
  EXPECT_EQ(Marked("人々"), "ja:人々");
  EXPECT_EQ(Marked("这是东京。東京。"), "zh:这是东京。東京。");
  EXPECT_EQ(Marked("他說「ありがとう」走了"), "zh:他說/ja:「ありがとう」/zh:走了");
  EXPECT_EQ(Marked("日语的“ありがとう”是谢谢的意思"), "zh:日语的/ja:“ありがとう”/zh:是谢谢的意思");
  EXPECT_EQ(Marked("剝ぐ"), "ja:剝ぐ");
}

TEST(LanguageFinderTest, SentencesAroundGiveAHint) {
  EXPECT_EQ(Marked("東京"), "zh:東京");
  EXPECT_EQ(Marked("東京。ここです。"), "ja:東京。ここです。");
  EXPECT_EQ(Marked("ここです。\n東京\n晴天。"), "ja:ここです。\n東京\n晴天。");
  EXPECT_EQ(Marked("ここです。这是东京。"), "ja:ここです。/zh:这是东京。");
  // Between two languages: what most of the text is in.
  EXPECT_EQ(Marked("这个。东西。|東京|ここ。"), "zh:这个。东西。|東京|/ja:ここ。");
  EXPECT_EQ(Marked("这个。|東京|ここ。そこ。"), "zh:这个。|/ja:東京|ここ。そこ。");
  EXPECT_EQ(Marked("这个。|東京|ここ。"), "zh:这个。|東京|/ja:ここ。");
  // A quotation is not like what is around it.
  EXPECT_EQ(Marked("ここで「你好，大家」です"), "ja:ここで/zh:「你好，大家」/ja:です");
}

TEST(LanguageFinderTest, NumbersAreReadInTheSentencesLanguage) {
  EXPECT_EQ(Marked("iPhone 15真好"), "en:iPhone /zh:15真好");
  EXPECT_EQ(Marked("我买了iPhone 15。"), "zh:我买了/en:iPhone /zh:15。");
  EXPECT_EQ(Marked("3 apples"), "en:3 apples");
  EXPECT_EQ(Marked("第3章"), "zh:第3章");
  EXPECT_EQ(Marked("我有 3 apples"), "zh:我有 3 /en:apples");
  EXPECT_EQ(Marked("I met 小明 in 2024."), "en:I met /zh:小明 /en:in 2024.");
  EXPECT_EQ(Marked("他的Windows 10 Pro坏了"), "zh:他的/en:Windows 10 Pro/zh:坏了");
  EXPECT_EQ(Marked("用GPT-4写的"), "zh:用/en:GPT-/zh:4写的");
  EXPECT_EQ(Marked("Bob欠你$5.20，对吗"), "en:Bob/zh:欠你$5.20，对吗");
  EXPECT_EQ(Marked("Bob，$5.20的书真贵"), "en:Bob，/zh:$5.20的书真贵");
  EXPECT_EQ(Marked("5G网络和B2B"), "zh:5/en:G/zh:网络和/en:B2B");
  EXPECT_EQ(Marked("MP3とPS5は好き"), "en:MP3/ja:と/en:PS5/ja:は好き");
  EXPECT_EQ(Marked("3Dプリンターを iPhone 15 で"), "en:3D/ja:プリンターを /en:iPhone /ja:15 で");
  EXPECT_EQ(Marked("COVID-19です"), "en:COVID-19/ja:です");
  EXPECT_EQ(Marked("重5kg，高3 cm的iPad"), "zh:重5kg，高3 cm的/en:iPad");
  EXPECT_EQ(Marked("限速100km/h的车"), "zh:限速100km/h的车");
  EXPECT_EQ(Marked("花了100 USD吧"), "zh:花了100 USD吧");
  EXPECT_EQ(Marked("彼は30km走った。"), "ja:彼は30km走った。");
  EXPECT_EQ(Marked("彼は2:30pmに来た。"), "ja:彼は2:30pmに来た。");
  EXPECT_EQ(Marked("价格￥100/kg"), "zh:价格￥100/kg");
  EXPECT_EQ(Marked("5kgのMP3を10:30amに"), "ja:5kgの/en:MP3/ja:を10:30amに");
  EXPECT_EQ(Marked("5 L"), "en:5 L");
  EXPECT_EQ(Marked("5 kg of rice"), "en:5 kg of rice");
  EXPECT_EQ(Marked("A4纸，GPT-4，PS5，网速100 Mbps"),
            "en:A/zh:4纸，/en:GPT-/zh:4，/en:PS/zh:5，网速100 Mbps");
  EXPECT_EQ(Marked("她说，I need 3, 谢谢"), "zh:她说，/en:I need 3,/zh: 谢谢");
  EXPECT_EQ(Marked("10:30am，1,000人"), "zh:10:30am，1,000人");
  EXPECT_EQ(Marked("你好。123"), "zh:你好。123");
  EXPECT_EQ(Marked("123。Hello"), "en:123。Hello");
  EXPECT_EQ(Marked("123"), "zh:123");
}

TEST(LanguageFinderTest, PunctuationBelongsToWhatItCloses) {
  EXPECT_EQ(Marked("我说“Hello, world!”他说（OK）。"),
            "zh:我说/en:“Hello, world!”/zh:他说/en:（OK）。");
  EXPECT_EQ(Marked("Bob, 你好"), "en:Bob,/zh: 你好");
  EXPECT_EQ(Marked("A股T恤B站CD"), "en:A/zh:股/en:T/zh:恤/en:B/zh:站/en:CD");
  EXPECT_EQ(Marked("😀你好😀Bob"), "zh:😀你好😀/en:Bob");
  EXPECT_EQ(Marked("C++和C#"), "en:C++/zh:和/en:C#");
}

TEST(LanguageFinderTest, ALanguageAskedForStillLetsOthersSpeak) {
  EXPECT_EQ(Marked("我爱カラオケ和Bob", kZh), "zh:我爱/ja:カラオケ/zh:和/en:Bob");
  EXPECT_EQ(Marked("今日はBob 15", kZh), "zh:今日/ja:は/en:Bob /zh:15");
  EXPECT_EQ(Marked("東京、你好、Bob", kJp), "ja:東京、/zh:你好、/en:Bob");
  EXPECT_EQ(Marked("At 北京 or 東京は 3 o'clock", kEn),
            "en:At /ja:北京 /en:or /ja:東京は /en:3 o'clock");
  EXPECT_EQ(Marked("Bought 3 in 2024.", kZh), "en:Bought 3 in 2024.");
  EXPECT_EQ(Marked("5", kEn), "en:5");
  EXPECT_EQ(Marked("5。", kJp), "ja:5。");
  EXPECT_EQ(Marked("東京<en>東京<zh>東京", kJp), "ja:東京/zh:東京東京");
}

TEST(LanguageFinderTest, ForeignWordsCanBeLeftAlone) {
  for (const Language language : {kZh, kJp, kEn}) {
    const std::string name = language == kZh ? "zh:" : language == kJp ? "ja:" : "en:";
    EXPECT_EQ(Marked("我は Bob 15。", language, Foreign::kDrop), name + "我は Bob 15。");
  }
  EXPECT_EQ(Marked("我 Bob，今日は Bob。Hi Bob", std::nullopt, Foreign::kDrop),
            "ja:我 Bob，今日は Bob。/en:Hi Bob");
}

TEST(LanguageFinderTest, TagsDecide) {
  EXPECT_EQ(Marked("<ja>東京</ja>东京<zh>今日", kEn), "ja:東京/zh:东京今日");
  EXPECT_EQ(Marked("<ja>東京。\n5</ja>"), "ja:東京。\n5");
}

TEST(LanguageFinderTest, AReadingTellsTheLanguageOfItsWord) {
  static const LanguageFinder finder;
  const auto run = [&](const std::string& word, const std::string& reading) {
    const Passage passage = {.text = word, .readings = {{0, word.size(), reading}}};
    return finder.Find(TakeTags(passage, std::nullopt), Foreign::kSpeak).runs.at(0).language;
  };
  EXPECT_EQ(run("东京", "トーキョー"), kJp);
  EXPECT_EQ(run("駅", "yi4"), kZh);
  EXPECT_EQ(run("read", "R EH1 D"), kEn);
  EXPECT_EQ(run("read", "レド"), kJp);
  const Passage unit = {.text = "重5kg", .readings = {{4, 6, "K EY1 JH IY1"}}};
  EXPECT_THAT(finder.Find(TakeTags(unit, kZh), Foreign::kSpeak).runs,
              testing::ElementsAre(LanguageRun{0, 4, kZh}, LanguageRun{4, 6, kEn}));
}

// Whatever the text, the runs cover it.
TEST(LanguageFinderTest, EveryTextIsCovered) {
  constexpr std::u32string_view kAlphabet =
      U"我们東京駅は。カー、「」()Bob 15$.-\n|“”😀\u3099\u0301한д<zh></en>";
  Rng rng(1);
  std::vector<float> draws(200);
  for (int round = 0; round < 500; ++round) {
    rng.FillUniform(draws);
    std::u32string text;
    for (const float draw : draws)
      text += kAlphabet[std::min(kAlphabet.size() - 1,
                                 static_cast<size_t>(draw * static_cast<float>(kAlphabet.size())))];
    for (const std::optional<Language> language : {std::optional<Language>(), {kZh}, {kJp}, {kEn}})
      for (const Foreign foreign : {Foreign::kSpeak, Foreign::kDrop})
        Marked(EncodeUtf8(text), language, foreign);
  }
}

}  // namespace
}  // namespace bv2::text
