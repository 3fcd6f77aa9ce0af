#include "synth/speaker_table.h"

#include "tests/support/test_support.h"

namespace bv2::synth {
namespace {

using text::Language;

model::DataConfig Config() {
  model::DataConfig config;
  config.spk2id = {{"ann", 2}, {"7", 1}, {"bob", 0}};
  config.speaker_of = {{"EN", 0}, {"JP", 1}};
  return config;
}

text::Phones Span(Language language, size_t phones) {
  text::Phones span;
  span.language = language;
  span.phones.assign(phones, "a");
  return span;
}

TEST(SpeakerTable, FindsNamesBeforeIds) {
  const SpeakerTable table(Config(), 8);
  EXPECT_EQ(table.Find("bob"), 0);
  EXPECT_EQ(table.Find("7"), 1);
  EXPECT_EQ(table.Find("6"), 6);
  for (const char* unknown : {"8", "-1", "6 ", "carl"})
    test::ExpectError(ErrorCode::kNotFound, "this voice has 'ann', '7', 'bob' (ids 0 to 7)",
                      [&] { table.Find(unknown); });
}

TEST(SpeakerTable, NamesAreInTheConfigsOrder) {
  EXPECT_EQ(SpeakerTable(Config(), 8).names(), (std::vector<std::string>{"ann", "7", "bob"}));
}

TEST(SpeakerTable, TheLanguageOfMostPhonesChoosesWhoSpeaks) {
  const SpeakerTable table(Config(), 8);
  const std::vector<text::Phones> mostly_english = {Span(Language::kJp, 5), Span(Language::kEn, 3),
                                                    Span(Language::kEn, 4)};
  EXPECT_EQ(table.For(mostly_english), 0);
  EXPECT_EQ(table.For(std::vector{Span(Language::kJp, 1)}), 1);
  EXPECT_EQ(table.For(std::vector{Span(Language::kZh, 1)}), 2);  // nobody is named: the first
}

TEST(SpeakerTable, WithoutLanguagesTheFirstSpeaks) {
  model::DataConfig config = Config();
  config.speaker_of.clear();
  EXPECT_EQ(SpeakerTable(config, 8).For(std::vector{Span(Language::kEn, 1)}), 2);
  EXPECT_EQ(SpeakerTable({}, 8).For(std::vector{Span(Language::kEn, 1)}), 0);
}

}  // namespace
}  // namespace bv2::synth
