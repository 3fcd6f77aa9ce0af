#include "corpus/file_list.h"

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

constexpr const char* kCleaned = "a.wav|Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1";

Utterance Parse(std::string content) {
  const ListFile file(std::move(content), "my.list");
  EXPECT_EQ(file.lines().size(), 1u);
  return ParseUtterance(file.lines().at(0), file.source());
}

CleanedUtterance ParseCleanedLine(std::string content) {
  const ListFile file(std::move(content), "my.list");
  EXPECT_EQ(file.lines().size(), 1u);
  return ParseCleaned(file.lines().at(0), file.source());
}

void Refuse(std::string_view fragment, const std::string& content) {
  test::ExpectError(ErrorCode::kCorruptFile, fragment, [&] { Parse(content); });
}

void RefuseCleaned(std::string_view fragment, const std::string& content) {
  test::ExpectError(ErrorCode::kCorruptFile, fragment, [&] { ParseCleanedLine(content); });
}

std::string Replaced(std::string line, const std::string& from, const std::string& to) {
  return line.replace(line.find(from), from.size(), to);
}

TEST(FileList, ReadsTheFourFieldsOfAVoiceMaker) {
  const Utterance expected{.audio = "raw/An n/a.wav",
                           .speaker = "An n",
                           .language = text::Language::kJp,
                           .text = "こんにちは, world"};
  EXPECT_EQ(Parse("raw/An n/a.wav|An n|JP|こんにちは, world\n"), expected);
  EXPECT_EQ(Parse("  raw/An n/a.wav|An n|ja|こんにちは, world \t"), expected);
}

TEST(FileList, KnowsEveryKindOfLineEndAndNumbersLines) {
  const ListFile file("\xEF\xBB\xBFone\r\n\r\ntwo\rthree\n \n\n\xEF\xBB\xBF four", "my.list");
  ASSERT_EQ(file.lines().size(), 4u);
  const std::pair<size_t, std::string_view> expected[] = {
      {1, "one"}, {3, "two"}, {4, "three"}, {7, "four"}};
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(file.lines()[i].number, expected[i].first);
    EXPECT_EQ(file.lines()[i].content, expected[i].second);
  }
  EXPECT_TRUE(ListFile("", "my.list").lines().empty());
  EXPECT_TRUE(ListFile("\xEF\xBB\xBF", "my.list").lines().empty());
}

TEST(FileList, NamesPlaceValueAndRemedyOfAWrongLine) {
  Refuse("my.list:2: 'a.wav|Ann|ZH|你好|吗' has 5 fields, 4 are needed: path|speaker|language|text",
         "\na.wav|Ann|ZH|你好|吗");
  Refuse("has 3 fields", "a.wav|Ann|ZH");
  Refuse("the path is empty", "|Ann|ZH|你好");
  Refuse("the speaker is empty", "a.wav||ZH|你好");
  Refuse("the text is empty", "a.wav|Ann|ZH|");
  Refuse("'FR' is not a language; use ZH, JP or EN", "a.wav|Ann|FR|bonjour");
}

TEST(FileList, RefusesOddBytesLineByLine) {
  Refuse("NUL byte in the line; save the list as UTF-8", std::string("a.wav|Ann|ZH|\0x", 15));
  Refuse("byte 14 of the line is not UTF-8", "a.wav|Ann|ZH|\xFFx");
  Refuse("the line has 1048576 bytes, at most 65536", std::string(1 << 20, 'a'));
  Refuse("aaaaaaaaaaaaaaaaaaaa…' has 1 fields", std::string(60000, 'a'));
}

TEST(FileList, ReadsTheSevenFieldsOfTraining) {
  const CleanedUtterance utterance = ParseCleanedLine(kCleaned);
  EXPECT_EQ(utterance.audio, "a.wav");
  EXPECT_EQ(utterance.speaker, "Ann");
  EXPECT_EQ(utterance.phones.language, text::Language::kZh);
  EXPECT_EQ(utterance.phones.norm_text, "你好");
  EXPECT_EQ(utterance.phones.phones, (std::vector<std::string>{"_", "n", "i", "h", "ao", "_"}));
  EXPECT_EQ(utterance.phones.tones, (std::vector<int64_t>{0, 2, 2, 3, 3, 0}));
  EXPECT_EQ(utterance.phones.word2ph, (std::vector<int64_t>{1, 2, 2, 1}));
  EXPECT_EQ(FormatCleaned(utterance), std::string(kCleaned) + "\n");
}

TEST(FileList, RefusesCleanedLinesThatDoNotAddUp) {
  RefuseCleaned("has 4 fields, 7 are needed", "a.wav|Ann|ZH|你好");
  RefuseCleaned("6 phones, 5 tones", Replaced(kCleaned, "3 3 0", "3 3"));
  RefuseCleaned("word2ph that sums to 7", Replaced(kCleaned, "1 2 2 1", "1 2 3 1"));
  RefuseCleaned("'x' among the tones is not a number", Replaced(kCleaned, "3 3 0", "3 3 x"));
  RefuseCleaned("'-1' among the word2ph", Replaced(kCleaned, "1 2 2 1", "-1 2 4 1"));
  RefuseCleaned("'9223372036854775807' among",
                Replaced(kCleaned, "1 2 2 1", "9223372036854775807 1"));
  RefuseCleaned("exactly one space", Replaced(kCleaned, "h ao", "h  ao"));
  RefuseCleaned("exactly one space", Replaced(kCleaned, "_ n i h ao _", ""));
}

TEST(FileList, WritesNothingThatWouldNotReadBack) {
  for (const char* wrong : {"你|好", "你\n好", "你\r好"}) {
    CleanedUtterance utterance = ParseCleanedLine(kCleaned);
    utterance.phones.norm_text = wrong;
    test::ExpectError(ErrorCode::kInvalidArgument, "would break the list",
                      [&] { FormatCleaned(utterance); });
  }
}

TEST(FileList, ReadsWholeLists) {
  const test::TemporaryFolder folder;
  const auto path = folder / "train.list";
  ReplaceFile(path, std::string(kCleaned) + "\r\n" + kCleaned + "\n");
  EXPECT_EQ(ReadCleanedList(path).size(), 2u);
  ReplaceFile(path, std::string(kCleaned) + "\nbroken\n");
  test::ExpectError(ErrorCode::kCorruptFile, path.string() + ":2: 'broken' has 1 fields",
                    [&] { ReadCleanedList(path); });
  test::ExpectError(ErrorCode::kNotFound, "absent.list",
                    [&] { ReadCleanedList(folder / "absent.list"); });
}

}  // namespace
}  // namespace bv2::corpus
