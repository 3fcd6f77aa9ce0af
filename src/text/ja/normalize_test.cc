#include "text/ja/normalize.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace bv2::text::ja {
namespace {

struct Change {
  std::string_view before;
  std::string_view after;
};

const Normalizer& Rules() {
  static const Normalizer normalizer;
  return normalizer;
}

void ExpectChanges(std::initializer_list<Change> changes) {
  for (const Change& change : changes) {
    EXPECT_EQ(Rules().Normalize(change.before), change.after) << change.before;
  }
}

TEST(JapaneseNormalizer, Numbers) {
  ExpectChanges({
      {"1,234,567人", "百二十三万四千五百六十七人"},
      {"3〜5個、10-20回", "三から五個,十から二十回"},
      {"気温は-5、0.05と.5", "気温はマイナス五,零点零五と零点五"},
      {"3/4、½、3½", "四分の三,二分の一,三と二分の一"},
      {"3:2で勝つ", "三対二で勝つ"},
      {"バージョン1.2.3", "バージョンイチテンニーテンサン"},
      {"2×10^3、5²", "二かける十の三乗,五の二乗"},
      {"第Ⅳ章、①開く", "第四章,一,開く"},
      {"二〇二六年、一〇〇円、〇×", "二千二十六年,百円,まる"},
      {"007 1. りんご", "ゼロゼロナナ一.りんご"},
      {"1. りんご", "一,りんご"},
  });
}

TEST(JapaneseNormalizer, DatesAndTimes) {
  ExpectChanges({
      {"2026-11-22、2026/1/2", "二千二十六年十一月二十二日,二千二十六年一月二日"},
      {"3月05日、3/5(金)", "三月五日,三月五日,金,"},
      {"14:30、14:30:05、9:00", "十四時三十分,十四時三十分五秒,九時"},
      {"2:30pm、午前10:05", "午後二時三十分,午前十時五分"},
      {"10:30amの3pmに", "午前十時三十分の午後三時に"},
      {"8:00〜18:00", "八時から十八時"},
      {"2020〜2026年", "二千二十から二千二十六年"},
  });
}

TEST(JapaneseNormalizer, Amounts) {
  ExpectChanges({
      {"50%、-3.5%、30%〜50%",
       "五十パーセント,マイナス三点五パーセント,三十パーセントから五十パーセント"},
      {"¥1,980、$5、€3.2、$10-20", "千九百八十円,五ドル,三点二ユーロ,十から二十ドル"},
      {"¥100.00と$3万", "百円と三万ドル"},
      {"5km、30 cm、80km/h、10㎡",
       "五キロメートル,三十センチメートル,八十キロメートル毎時,十平方メートル"},
      {"10/2=5、x²、10MB/s", "十わる二イコール五,の二乗,十メガバイト毎秒"},
      {"16GB、500mL、1013hPa", "十六ギガバイト,五百ミリリットル,千十三ヘクトパスカル"},
      {"25℃、-5°C、10〜20℃、98.6°F", "二十五度,マイナス五度,十から二十度,華氏九十八点六度"},
      {"3+2=5、10 - 3 = 7、6×7、8÷2",
       "三プラス二イコール五,十マイナス三イコール七,六かける七,八わる二"},
  });
}

TEST(JapaneseNormalizer, PhonesAndIds) {
  ExpectChanges({
      {"090-1234-5678", "ゼロキューゼロ,イチニーサンヨン,ゴーロクナナハチ"},
      {"03(1234)5678", "ゼロサン,イチニーサンヨン,ゴーロクナナハチ"},
      {"+81 90 1234 5678", "プラスハチイチ,キューゼロ,イチニーサンヨン,ゴーロクナナハチ"},
      {"〒100-0001", "郵便番号イチゼロゼロのゼロゼロゼロイチ"},
      {"会員番号は12345", "会員番号はイチニーサンヨンゴー"},
  });
}

TEST(JapaneseNormalizer, PunctuationAndFaces) {
  ExpectChanges({
      {"本当？！！すごい。。。", "本当?すごい…"},
      {"そうだね〜〜、すごーーい", "そうだねー,すごーい"},
      {"「猫」（ねこ）です", "猫,ねこ,です"},
      {"楽しい😀ね(^_^)", "楽しい,ね"},
      {"うける(笑)www", "うける,笑,"},
      {"東京→大阪、男/女", "東京から大阪,男,女"},
      {"#東京 @太郎", "ハッシュタグ東京アット太郎"},
      {"々人々、々", "人々,"},
      {"髙橋と𠮷田と山﨑", "高橋と吉田と山崎"},
      {"ﾊﾝｶｸ", "ハンカク"},
      {"", ""},
  });
}

TEST(JapaneseNormalizer, WrittenOutTextKeepsForeignWords) {
  const auto expect = [](std::string_view before, std::string_view after) {
    EXPECT_EQ(Rules().WriteOut(before), after) << before;
    EXPECT_EQ(Rules().WriteOut(after), after) << after;
  };
  expect("https://example.com/a_1を見て", "exampleドットcomスラッシュaアンダーバーイチを見て");
  expect("me@mail.jpへ", "meアットマークmailドットjpへ");
  expect("30km走る", "三十キロメートル走る");
  expect("5GとMP3とGPT-4", "五GとMP三とGPT四");
  expect("彼は I have 3 cats と", "彼は I have 3 cats と");
  expect("AT&T、C++", "AT&T、C++");
}

TEST(JapaneseNormalizer, EndlessRunsTakeNoEndlessTime) {
  for (const std::string_view run :
       {"1", "一", " ", "a", ".", "-", "1,", "1/", "a.", "@", "1:", "(^", "1-", "〇", "ー", "\n"}) {
    std::string text;
    while (text.size() < 20000) text += run;
    const auto start = std::chrono::steady_clock::now();
    Rules().Normalize(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << run;
  }
}

}  // namespace
}  // namespace bv2::text::ja
