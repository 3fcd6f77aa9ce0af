#include "text/user_dictionary.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ReadingParser& Parser() {
  static const ReadingParser parser(test::ProductData(""));
  return parser;
}

UserDictionary Dictionary(std::string_view content) {
  return UserDictionary(content, Parser(), "my.tsv");
}

std::vector<std::string> Found(const UserDictionary& dictionary, std::string_view text,
                               Language language = Language::kZh) {
  MarkedText marked{.passage = Parser().Parse(text), .runs = {{0, 0, language}}};
  dictionary.AddTo(marked);
  const Passage& passage = marked.passage;
  std::vector<std::string> result;
  for (const Reading& reading : passage.readings)
    result.push_back(passage.text.substr(reading.begin, reading.end - reading.begin) + '=' +
                     reading.reading);
  return result;
}

TEST(UserDictionary, FindsAllOccurrencesTheLongestFirst) {
  const UserDictionary dictionary = Dictionary("银行\tyin2 hang2\n行\txing2\n行长\thang2 zhang3\n");
  EXPECT_EQ(dictionary.size(), 3u);
  EXPECT_THAT(Found(dictionary, "银行行长行，银行。"),
              ElementsAre("银行=yin2 hang2", "行长=hang2 zhang3", "行=xing2", "银行=yin2 hang2"));
  EXPECT_THAT(Found(dictionary, "你好"), IsEmpty());
}

TEST(UserDictionary, InlineReadingsWin) {
  const UserDictionary dictionary = Dictionary("银行\tyin2 hang2\n行\txing2\n");
  EXPECT_THAT(Found(dictionary, "行银行{hang4}，银行{yin1 xing1}行"),
              ElementsAre("行=xing2", "行=hang4", "银行=yin1 xing1", "行=xing2"));
}

TEST(UserDictionary, EntriesAreForOneLanguage) {
  const UserDictionary dictionary =
      Dictionary("今日\tjin1 ri4\n今日\tキョー\nread\tR EH1 D\nGPT\tジーピーティー\tJP\n");
  EXPECT_THAT(Found(dictionary, "今日GPT read"), ElementsAre("今日=jin1 ri4"));
  EXPECT_THAT(Found(dictionary, "今日GPT read", Language::kJp),
              ElementsAre("今日=キョー", "GPT=ジーピーティー"));
  EXPECT_THAT(Found(dictionary, "今日GPT read", Language::kEn), ElementsAre("read=R EH1 D"));
  // English beside Japanese may be read as Japanese, beside Chinese not.
  MarkedText marked{.passage = {.text = "今GPT日GPT", .readings = {}},
                    .runs = {{0, 3, Language::kZh},
                             {3, 6, Language::kEn},
                             {6, 9, Language::kZh},
                             {9, 12, Language::kEn}}};
  EXPECT_FALSE(dictionary.AddTo(marked));
  marked.runs[0].language = Language::kJp;
  EXPECT_TRUE(dictionary.AddTo(marked));
  ASSERT_EQ(marked.passage.readings.size(), 1u);
  EXPECT_EQ(marked.passage.readings[0].begin, 3u);
}

TEST(UserDictionary, SpelledWordsAreWhole) {
  const UserDictionary dictionary =
      Dictionary("Bach\tB AA1 K\nhigh C\tHH AY1 S IY1\nソウル\tソ・ウル\n");
  EXPECT_THAT(Found(dictionary, "bach, Bach's BACH Bachs Bach2 ÜBach", Language::kEn),
              ElementsAre("bach=B AA1 K", "Bach=B AA1 K", "BACH=B AA1 K"));
  EXPECT_THAT(Found(dictionary, "a high C, high c", Language::kEn),
              ElementsAre("high C=HH AY1 S IY1"));
  EXPECT_THAT(Found(dictionary, "ソウルのソウルフル", Language::kJp),
              ElementsAre("ソウル=ソ・ウル"));
}

TEST(UserDictionary, CapitalsInsideMatter) {
  const UserDictionary dictionary = Dictionary("US\tY UW1 EH1 S\nus\tAH1 S\n");
  EXPECT_THAT(Found(dictionary, "us US", Language::kEn), ElementsAre("us=AH1 S", "US=Y UW1 EH1 S"));
}

TEST(UserDictionary, LaterLinesWin) {
  const UserDictionary dictionary = Dictionary("行\txing2\n行\thang2\n");
  EXPECT_THAT(Found(dictionary, "行"), ElementsAre("行=hang2"));
}

TEST(UserDictionary, FilesComeInOrder) {
  const test::TemporaryFolder folder;
  const std::vector<std::filesystem::path> files = {folder / "a.tsv", folder / "b.tsv"};
  ReplaceFile(files[0], "行\txing2\n银行\tyin2 hang2");
  ReplaceFile(files[1], "行\thang2\n");
  EXPECT_THAT(Found(UserDictionary(files, Parser()), "行银行"),
              ElementsAre("行=hang2", "银行=yin2 hang2"));
}

TEST(UserDictionary, FilesAreAsEditorsWriteThem) {
  const UserDictionary dictionary = Dictionary(
      "\xef\xbb\xbf# names\r\n\r\n 行 \t xing2 \t zh \r\n\t\r\n#注释\nRead\tr eh1 d\tEN");
  EXPECT_THAT(Found(dictionary, "行"), ElementsAre("行=xing2"));
  EXPECT_THAT(Found(dictionary, "read", Language::kEn), ElementsAre("read=r eh1 d"));
  EXPECT_EQ(Dictionary("").size(), 0u);
}

TEST(UserDictionary, SaysWhichLineIsWrongAndWhy) {
  const auto fails = [](const char* content, const char* message) {
    test::ExpectError(ErrorCode::kInvalidArgument, message, [&] { Dictionary(content); });
  };
  fails("# one\n行\txing2\n行 hang2\n", "my.tsv:3: '行 hang2' is not a word, a tab");
  fails("行\t\n", "my.tsv:1");
  fails("行\txing2\tZH\tmore\n", "is not a word, a tab");
  fails("行\txing2\tXX\n", "'XX' is not a language; use ZH, JP or EN");
  fails("行\txyz\n", "'xyz' is no reading of '行'");
  fails("银行\tyin2\n", "the reading 'yin2' of '银行' is wrong: it has 1 syllables for the 2");
  fails("银行\tyin2 xang2\n", "'xang' is no syllable");
  fails("read\tR EH D\n", "'EH' needs its stress");
  fails("行\txing2\tEN\n", "'XING2' is no phone");
  fails("\xff\txing2\n", "my.tsv:1: the line is not UTF-8");
  test::ExpectError(ErrorCode::kNotFound, "absent.tsv", [] {
    const std::filesystem::path file = "absent.tsv";
    UserDictionary({&file, 1}, Parser());
  });
}

}  // namespace
}  // namespace bv2::text
