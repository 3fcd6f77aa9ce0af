#include "text/ja/reader.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::ja {
namespace {

std::string Read(const Reader& reader, std::string_view text) {
  std::string result;
  for (const ReadWords& read : reader.Read(text)) result += EncodeUtf8(read.kana) + " ";
  return result;
}

TEST(JapaneseReader, TheSentenceDecidesUnlessAsTheOriginal) {
  const Reader upstream(test::ProductData(""), {}, Normalization::kUpstream);
  EXPECT_EQ(Read(upstream, "三時四分"), "サン トキ ヨン ブン ");
  EXPECT_EQ(Read(upstream, "先生…"), "センセイ ... ");
  const Reader natural(test::ProductData(""), {}, Normalization::kDefault);
  EXPECT_EQ(Read(natural, "三時四分"), "サン ジ ヨンプン ");
  EXPECT_EQ(Read(natural, "先生に"), "センセー ニ ");
  EXPECT_EQ(Read(natural, "行こう"), "イコ ー ");
  EXPECT_EQ(Read(natural, "招いて"), "マネイ テ ");
}

TEST(JapaneseReader, UnknownWordsAreReadCharacterByCharacter) {
  const Reader natural(test::ProductData(""), {}, Normalization::kDefault);
  EXPECT_EQ(Read(natural, "能働的"), "ノー ドーテキ ");
  const Reader upstream(test::ProductData(""), {}, Normalization::kUpstream);
  EXPECT_EQ(Read(upstream, "能働的"), "ノー 働的 ");
}

TEST(JapaneseReader, OverridesReadOneWordOrSeveral) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "ja");
  ReplaceFile(folder / "ja/kanji.tsv", "# Test\n\n");
  ReplaceFile(folder / "ja/readings.tsv", "# Test\n\n先生\tサキウ\n猫に\tネコニャ\n");
  const Reader reader(folder.path(), {}, Normalization::kDefault);
  EXPECT_EQ(Read(reader, "猫に先生"), "ネコニャ サキウ ");
  EXPECT_THAT(reader.Read("猫に")[0].words, testing::ElementsAre("猫", "に"));
  EXPECT_EQ(Read(reader, "猫が"), "ネコ ガ ");
}

TEST(JapaneseReader, CountsWithSoundChanges) {
  const Reader reader(test::ProductData(""), {}, Normalization::kDefault);
  EXPECT_EQ(Read(reader, "八百六十三本"), "ハッピャク ロク ジュー サンボン ");
  EXPECT_EQ(Read(reader, "一人と十一人"), "ヒトリ ト ジューイチニン ");
  EXPECT_EQ(Read(reader, "二十日と三十日"), "ハツカ ト サンジューニチ ");
  EXPECT_EQ(Read(reader, "四分の一"), "ヨン ブンノ イチ ");
}

}  // namespace
}  // namespace bv2::text::ja
