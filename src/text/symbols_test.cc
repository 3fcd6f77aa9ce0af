#include "text/symbols.h"

#include <gtest/gtest.h>

namespace bv2::text {
namespace {

TEST(Symbols, IdsAreThoseOfTheOriginal) {
  EXPECT_EQ(SymbolId("_"), 0);
  EXPECT_EQ(SymbolId("AA"), 1);
  EXPECT_EQ(SymbolId("zy"), 102);
  EXPECT_EQ(SymbolId("!"), 103);
  EXPECT_EQ(SymbolId("…"), 105);
  EXPECT_EQ(SymbolId("UNK"), 111);
}

TEST(Symbols, EverySymbolFindsItself) {
  for (size_t i = 0; i < kSymbols.size(); ++i) {
    EXPECT_EQ(SymbolId(kSymbols[i]), static_cast<int64_t>(i)) << kSymbols[i];
  }
}

TEST(Symbols, OthersHaveNoId) {
  for (const char* symbol : {"", "zzz", "A", ";", "sp"}) EXPECT_FALSE(SymbolId(symbol)) << symbol;
}

TEST(Language, NamesRoundTrip) {
  for (const Language language : {Language::kZh, Language::kJp, Language::kEn}) {
    EXPECT_EQ(ParseLanguage(LanguageName(language)), language);
  }
  EXPECT_EQ(ParseLanguage("ja"), Language::kJp);
  EXPECT_FALSE(ParseLanguage("FR"));
}

}  // namespace
}  // namespace bv2::text
