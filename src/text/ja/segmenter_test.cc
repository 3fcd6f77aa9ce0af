#include "text/ja/segmenter.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::text::ja {
namespace {

// "word/reading word/reading "
std::string Cut(const Segmenter& segmenter, std::string_view text) {
  std::string result;
  for (const Word& word : segmenter.Cut(text)) result += word.text + "/" + word.reading + " ";
  return result;
}

TEST(JapaneseSegmenter, CutsAndReadsWithIpadic) {
  const Segmenter segmenter;
  EXPECT_EQ(Cut(segmenter, "今日は学校へ"), "今日/キョー は/ワ 学校/ガッコー へ/エ ");
  EXPECT_EQ(Cut(segmenter, "コバリョフ"), "コバリョフ/コバリョフ ");
  EXPECT_EQ(segmenter.Cut("走る")[0].part_of_speech, "動詞");
  EXPECT_TRUE(segmenter.Cut("走る")[0].known);
  EXPECT_FALSE(segmenter.Cut("ヌョペフ")[0].known);
  EXPECT_EQ(Cut(segmenter, " "), "");
  EXPECT_EQ(Cut(segmenter, ""), "");
}

TEST(JapaneseSegmenter, AnyFieldCanBeThePronunciation) {
  constexpr size_t kReading = 7;
  const Segmenter segmenter({.pronunciation_field = kReading});
  EXPECT_EQ(Cut(segmenter, "学校"), "学校/ガッコウ ");
  const Segmenter beyond({.pronunciation_field = 1000});
  EXPECT_EQ(Cut(beyond, "学校"), "学校/ ");
}

TEST(JapaneseSegmenter, NamesWhatIsWrongWithADictionary) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "has no sys.dic",
                    [&] { Segmenter segmenter({.folder = folder.path()}); });
  for (const char* file : {"sys.dic", "unk.dic", "matrix.bin", "char.bin"})
    ReplaceFile(folder / file, "not a dictionary");
  test::ExpectError(ErrorCode::kCorruptFile, folder.path().string(),
                    [&] { Segmenter segmenter({.folder = folder.path()}); });
}

// A dictionary of a few words with fields of our choice, compiled by MeCab's own tool.
class CompiledDictionary {
 public:
  explicit CompiledDictionary(std::string_view words, const std::string& charset = "utf-8") {
    const auto write = [this](const char* name, std::string_view content) {
      ReplaceFile(folder_ / name, content);
    };
    write("words.csv", words);
    write("matrix.def", "1 1\n0 0 0\n");
    write("char.def", "DEFAULT 0 1 0\nSPACE 0 1 0\n0x0020 SPACE\n");
    write("unk.def", "DEFAULT,0,0,9000,*,*,*,*,*,*\nSPACE,0,0,9000,*,*,*,*,*,*\n");
    write("dicrc", "cost-factor = 800\nbos-feature = BOS/EOS,*,*,*,*,*,*,*,*\n");
    const std::string path = folder_.path().string();
    const std::string command = BV2_MECAB_DICT_INDEX " -d '" + path + "' -o '" + path +
                                "' -f utf-8 -t " + charset + " >/dev/null 2>&1";
    compiled_ = std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): a test's own tool
  }
  bool compiled() const { return compiled_; }
  DictionaryOptions options() const { return {.folder = folder_.path()}; }

 private:
  test::TemporaryFolder folder_;
  bool compiled_ = false;
};

// Fields 0 to 5 are the part of speech, then lForm, lemma, orth, pron, orthBase, pronBase, goshu,
// iType, iForm, fType, fForm.
TEST(JapaneseSegmenter, RecognisesTheFieldsOfUnidic) {
  const CompiledDictionary dictionary(
      "今日,0,0,100,名詞,普通名詞,副詞可能,*,*,*,キョウ,今日,今日,キョー,今日,キョー,和,*,*,*,*\n"
      "は,0,0,100,助詞,係助詞,*,*,*,*,ハ,は,は,ワ,は,ワ,和,*,*,*,*\n"
      "\"、\",0,0,100,補助記号,読点,*,*,*,*,,、,、,,、,,記号,*,*,*,*\n");
  ASSERT_TRUE(dictionary.compiled());
  const Segmenter segmenter(dictionary.options());
  EXPECT_EQ(Cut(segmenter, "今日は、明"), "今日/キョー は/ワ 、/ 明/明 ");
}

TEST(JapaneseSegmenter, FieldsMayBeQuotedOrMissing) {
  const CompiledDictionary dictionary(
      "点,0,0,100,a,b,c,d,e,f,g,h,\"テ\"\"ン,\"\n"
      "印,0,0,100,a,b\n"
      "星,0,0,100,a,b,c,d,e,f,g,h,*\n");
  ASSERT_TRUE(dictionary.compiled());
  const Segmenter segmenter(dictionary.options());
  EXPECT_EQ(Cut(segmenter, "点印星"), "点/テ\"ン, 印/ 星/ ");
}

TEST(JapaneseSegmenter, RefusesOtherEncodings) {
  const CompiledDictionary dictionary("点,0,0,100,a,b\n", "euc-jp");
  ASSERT_TRUE(dictionary.compiled());
  test::ExpectError(ErrorCode::kUnsupported, "only UTF-8",
                    [&] { Segmenter segmenter(dictionary.options()); });
}

}  // namespace
}  // namespace bv2::text::ja
