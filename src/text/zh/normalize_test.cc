#include "text/zh/normalize.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

struct Change {
  std::string_view before;
  std::string_view after;
};

const Normalizer& Rules() {
  static const Normalizer normalizer(test::ProductData(""));
  return normalizer;
}

void ExpectChanges(std::initializer_list<Change> changes) {
  for (const Change& change : changes) {
    EXPECT_EQ(Rules().Normalize(change.before), change.after) << change.before;
  }
}

TEST(ChineseNormalizer, Numbers) {
  ExpectChanges({
      {"1,234,567人", "一百二十三万四千五百六十七人"},
      {"200 2000 20000 2亿 3.5万", "二百,两千,两万,两亿三点五万"},
      {"2个、2.5个、12个、第2个、2楼、2月", "两个,二点五个,十二个,第二个,二楼,二月"},
      {"2-3个，1~2年，3—5天", "两到三个,一到两年,三到五天"},
      {"0.05和.5", "零点零五和零点五"},
      {"温度为-5，x=-3.2", "温度为负五,等于负三点二"},
      {"3/4、½杯、3½天、2又1/3", "四分之三,二分之一杯,三又二分之一天,二又三分之一"},
      {"比分3:2，以3-1获胜，16:9", "比分三比二,以三比一获胜,十六比九"},
      {"版本1.12.3，192.168.0.1", "版本一点一二点三,一九二点一六八点零点一"},
      {"1.5×10^8，3e5，10⁻³，5²", "一点五乘以十的八次方,三乘以十的五次方,十的负三次方,五的平方"},
      {"Ⅳ章、第Ⅻ条", "四章,第十二条"},
      {"步骤①打开", "步骤,一,打开"},
      {"零下2度，2.0版", "零下二度,二点零版"},
      {"007、12345678901234567", "零零七,一二三四五六七八九零一二三四五六七"},
  });
}

TEST(ChineseNormalizer, DatesAndTimes) {
  ExpectChanges({
      {"3月5日下午2:30", "三月五日下午两点三十分"},
      {"2026-11-22", "二零二六年十一月二十二日"},
      {"2026/11/22 2026.1.2", "二零二六年十一月二十二日,二零二六年一月二日"},
      {"2026年03月05日", "二零二六年三月五日"},
      {"11/22（周日）", "十一月二十二日,周日,"},
      {"2020-2026年，1990年—1995年", "二零二零到二零二六年,一九九零年到一九九五年"},
      {"90年代、1990年代、00后、98年5月", "九十年代,一九九零年代,零零后,九八年五月"},
      {"5000年历史，1500年的历史，2年", "五千年历史,一千五百年的历史,两年"},
      {"14:30、14:30:05、08:05、20:00", "十四点三十分,十四点三十分零五秒,八点零五分,二十点"},
      {"2:30pm、10:00 AM、晚上8:00pm", "下午两点三十分,上午十点,晚上八点"},
      {"10:30am的3pm场", "上午十点三十分的下午三点场"},
      {"8:00-18:00", "八点到十八点"},
      {"8点05分", "八点零五分"},
      {"5pm", "下午五点"},
  });
}

TEST(ChineseNormalizer, Amounts) {
  ExpectChanges({
      {"-3.5%、30%~50%、30~50%、100%、5‰",
       "负百分之三点五,百分之三十到百分之五十,百分之三十到五十,百分之百,千分之五"},
      {"¥100、$3.50、€20、£5", "一百元,三点五零美元,二十欧元,五英镑"},
      {"￥99.00 $3.5万 100元 2元 HK$50", "九十九元三点五万美元一百元两元,五十港元"},
      {"$10-20，5美元/天", "十到二十美元,五美元每天"},
      {"5km、2kg、30 cm后、80km/h、10㎡、3m³",
       "五公里,两公斤,三十厘米后,八十公里每小时,十平方米,三立方米"},
      {"16GB、500MB、5kWh、250mL、100W", "十六吉字节,五百兆字节,五千瓦时,二百五十毫升,一百瓦"},
      {"25℃、-5°C、10~20℃、98.6°F、90°",
       "二十五摄氏度,零下五摄氏度,十到二十摄氏度,九十八点六华氏度,九十度"},
      {"3+2=5，10 - 3 = 7，6×7，8÷2", "三加二等于五,十减三等于七,六乘七,八除以二"},
      {"5>3，3<5，≈10，±2，≥18岁", "五大于三,三小于五,约等于十,正负二,大于等于十八岁"},
      {"10/2=5，S=πr²，45.00元", "十除以二等于五,等于派平方,四十五元"},
      {"10MB/s，101中学", "十兆字节每秒,一零一中学"},
      {"1920×1080", "一千九百二十乘一千零八十"},
  });
}

TEST(ChineseNormalizer, PhonesAndIds) {
  ExpectChanges({
      {"13812345678", "幺三八,幺二三四,五六七八"},
      {"+86 138 1234 5678", "加八六,幺三八,幺二三四,五六七八"},
      {"010-12345678", "零幺零,幺二三四五六七八"},
      {"400-820-8820", "四零零,八二零,八八二零"},
      {"拨打110，热线：12345", "拨打幺幺零,热线,幺二三四五"},
      {"验证码123456，房间号1203室", "验证码一二三四五六,房间号一二零三室"},
      {"978-7-111-12345-6", "九七八,七,一一一,一二三四五,六"},
  });
}

TEST(ChineseNormalizer, PunctuationAndFaces) {
  ExpectChanges({
      {"好！！！！真的？？！", "好!真的?"},
      {"等等。。。好……吧——", "等等…好…吧-"},
      {"“你好”，《书》（旧）。", "你好,书,旧."},
      {"我们　一起走", "我们,一起走"},
      {"今天真开心😀😀走吧👍🏽！", "今天真开心,走吧!"},
      {"好的(^_^)", "好的"},
      {"1. 苹果", "一,苹果"},
      {"（一）总则", "一,总则"},
      {"• 第一", "第一"},
      {"列奥纳多·达·芬奇", "列奥纳多'达'芬奇"},
      {"男/女", "男,女"},
      {"#话题#很热", "话题,很热"},
      {"@张三 你好", "艾特张三,你好"},
      {"，，你好", "你好"},
      {"😀", ""},
      {"", ""},
  });
}

TEST(ChineseNormalizer, Characters) {
  ExpectChanges({
      {"二〇二六年，嗯", "二零二六年,恩"},
      {"頭髮乾淨，說話", "头发干净,说话"},
      {"㐀𠮷\U000200FFかな", "㐀吉"},
      {"ＡＢＣ１２３％", "百分之一百二十三"},
      {"You don't 知道", "知道"},
  });
}

TEST(ChineseNormalizer, WrittenOutTextKeepsForeignWords) {
  const auto expect = [](std::string_view before, std::string_view after) {
    EXPECT_EQ(Rules().WriteOut(before), after) << before;
    EXPECT_EQ(Rules().WriteOut(after), after) << after;
  };
  expect("跑了30km，用时2:30:00", "跑了三十公里,用时两点三十分");
  expect("见https://www.example.com/a_1.html。", "见W W W点example点com斜杠a下划线一点html。");
  expect("邮箱me@163.com", "邮箱me艾特一六三点com");
  expect("5G、3D、T恤、MP3、GPT-4和PM2.5", "五G、三D、T恤、MP三、GPT四和PM二点五");
  expect("i7-12700H", "i七-一二七零零H");
  expect("MH370、RTX 4090", "MH三七零、RTX 四零九零");
  expect("他说 I have 3 cats，有2只猫", "他说 I have 3 cats,有两只猫");
  expect("iPhone 15 Pro和iPhone 15", "iPhone 15 Pro和iPhone 十五");
  expect("AT&T、C++、A+B", "AT&T、C++、A加B");
  expect("今日は\uE000楽しい", "今日は\uE000楽しい");
}

TEST(ChineseNormalizer, EndlessRunsTakeNoEndlessTime) {
  for (const std::string_view run : {"1", "一", " ", "a", ".", "-", "1,", "1/", "a.", "@",
                                     "1:", "(^", "1-", "1^", "#一", "\n"}) {
    std::string text;
    while (text.size() < 20000) text += run;
    const auto start = std::chrono::steady_clock::now();
    Rules().Normalize(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << run;
  }
}

}  // namespace
}  // namespace bv2::text::zh
