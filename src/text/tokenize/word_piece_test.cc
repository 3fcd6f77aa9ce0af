#include "text/tokenize/word_piece.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"
#include "text/tokenize/basic_tokenizer.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Basic(std::string_view text, bool lower_case = true) {
  std::vector<std::string> words;
  for (const auto& word : BasicTokens(text, lower_case)) words.push_back(EncodeUtf8(word));
  return words;
}

class WordPieceTest : public ::testing::Test {
 protected:
  WordPiece Make(std::string_view vocab) {
    ReplaceFile(folder_ / "vocab.txt", vocab);
    return WordPiece(folder_ / "vocab.txt");
  }
  test::TemporaryFolder folder_;
};

TEST(BasicTokens, SplitsWordsPunctuationAndIdeographs) {
  EXPECT_THAT(Basic("Hello, wörld中文!"), ElementsAre("hello", ",", "world", "中", "文", "!"));
  EXPECT_THAT(Basic("Hello É", false), ElementsAre("Hello", "É"));
  EXPECT_THAT(Basic("a\u200bb\tc\u00a0d"), ElementsAre("ab", "c", "d"));
  EXPECT_THAT(Basic("$1+2~"), ElementsAre("$", "1", "+", "2", "~"));
}

TEST_F(WordPieceTest, TakesTheLongestPieceFirst) {
  const WordPiece tokenizer = Make("[UNK]\n[CLS]\n[SEP]\nun\nunaff\n##able\n##aff\n##ab\n");
  EXPECT_THAT(tokenizer.Tokenize("unaffable"), ElementsAre("unaff", "##able"));
  EXPECT_THAT(tokenizer.Tokenize("unable x"), ElementsAre("un", "##able", "[UNK]"));
  EXPECT_THAT(tokenizer.Encode("unaffable"), ElementsAre(1, 4, 5, 2));
}

TEST_F(WordPieceTest, WordsOfMoreThanHundredCharactersAreUnknown) {
  const WordPiece tokenizer = Make("[UNK]\n[CLS]\n[SEP]\na\n##a\n");
  EXPECT_EQ(tokenizer.Tokenize(std::string(100, 'a')).size(), 100u);
  EXPECT_THAT(tokenizer.Tokenize(std::string(101, 'a')), ElementsAre("[UNK]"));
}

TEST_F(WordPieceTest, KeepsSpecialTokensOfTheText) {
  const WordPiece tokenizer = Make("[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n");
  EXPECT_THAT(tokenizer.Encode("a[MASK]a [SEP]"), ElementsAre(1, 4, 3, 4, 2, 2));
  EXPECT_THAT(tokenizer.Tokenize("[mask"), ElementsAre("[UNK]", "[UNK]"));
}

TEST_F(WordPieceTest, RefusesAVocabularyWithoutSpecialTokens) {
  test::ExpectError(ErrorCode::kCorruptFile, "has no [SEP]", [&] { Make("[UNK]\n[CLS]\na\n"); });
}

// Recorded from transformers' BertTokenizer. The vocabulary has only the tokens of the cases, each
// under its id in bert-base-chinese.
TEST(WordPieceGolden, AgreesWithTransformers) {
  const WordPiece tokenizer(test::TestData("text/wordpiece_vocab.txt"));
  const Json cases = Json::ParseFile(test::TestData("text/wordpiece_cases.json").string());
  ASSERT_EQ(cases.At("cases").AsArray().size(), 69u);
  for (const Json& item : cases.At("cases").AsArray()) {
    const std::string& text = item.At("text").AsString();
    std::vector<std::string> tokens;
    for (const Json& token : item.At("tokens").AsArray()) tokens.push_back(token.AsString());
    std::vector<int64_t> ids;
    for (const Json& id : item.At("input_ids").AsArray()) ids.push_back(id.AsInteger());
    EXPECT_EQ(tokenizer.Tokenize(text), tokens) << text;
    EXPECT_EQ(tokenizer.Encode(text), ids) << text;
  }
}

}  // namespace
}  // namespace bv2::text
