#include "text/zh/polyphones.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/utf8.h"
#include "text/options.h"
#include "text/parse.h"

namespace bv2::text::zh {
namespace {

// What follows a surname that stands alone.
constexpr std::array<std::string_view, 51> kTitles = {
    "先生", "女士", "小姐", "太太", "夫人", "老师", "教授", "博士", "医生",   "大夫", "护士",
    "主任", "经理", "局长", "处长", "科长", "部长", "校长", "院长", "市长",   "省长", "县长",
    "书记", "主席", "队长", "班长", "组长", "所长", "厂长", "董事", "秘书",   "律师", "法官",
    "警官", "警察", "师傅", "同学", "同志", "老板", "导演", "编辑", "工程师", "将军", "司令",
    "某",   "氏",   "公子", "姑娘", "阿姨", "大爷", "奶奶"};

// "xing2" or "zhao1+xiang4"
std::vector<Syllable> Split(std::string_view reading) {
  std::vector<Syllable> syllables;
  while (!reading.empty()) syllables.push_back(SplitReading(NextField(reading, '+')));
  return syllables;
}

// 一 and 不 are written as they sound in some phrases. Alone they are yi1 and bu4, and it is for
// their neighbours to change them.
void RestoreTones(std::u32string_view word, std::vector<Syllable>& syllables) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] == U'一') syllables[i].tone = 1;
    if (word[i] == U'不' && syllables[i].initial == "b") syllables[i].tone = 4;
  }
}

}  // namespace

Polyphones::Polyphones(const std::filesystem::path& data_dir)
    : pinyin_(data_dir, Normalization::kDefault),
      rules_(data_dir / "zh/readings_rules.txt"),
      surnames_(data_dir / "zh/surnames.txt") {}

std::vector<Syllable> Polyphones::Read(std::span<const Word> words) const {
  const Clause clause(words);
  std::vector<Syllable> result;
  for (size_t i = 0; i < words.size(); ++i) {
    std::vector<Syllable> syllables = ReadWord(clause, i);
    RestoreTones(words[i].text, syllables);
    std::ranges::move(syllables, std::back_inserter(result));
  }
  return result;
}

std::vector<Syllable> Polyphones::ReadWord(const Clause& clause, size_t at) const {
  const std::u32string& word = clause.words()[at].text;
  std::vector<Syllable> syllables;
  if (const auto position = SurnameIn(clause, at)) {
    if (const auto surname = surnames_.Find(EncodeUtf8({&word[*position], 1}))) {
      syllables = pinyin_.Read(word);
      syllables[*position] = SplitReading(*surname);
      return syllables;
    }
  }
  const auto reading = rules_.Find(clause, at);
  if (!reading) return pinyin_.Read(word);
  syllables = Split(*reading);
  if (syllables.size() != word.size()) {
    Fail(ErrorCode::kCorruptFile,
         "readings_rules.txt gives '{}' {} syllables; install the data folder again",
         EncodeUtf8(word), syllables.size());
  }
  return syllables;
}

// Where a word has a surname: a character alone after 姓 or before a title, the second of 姓单, or
// the first of a name that no table has.
std::optional<size_t> Polyphones::SurnameIn(const Clause& clause, size_t at) const {
  const Word& word = clause.words()[at];
  if (word.text.size() == 1) {
    const std::string_view after = clause.After(at);
    const bool title =
        std::ranges::any_of(kTitles, [&](auto start) { return after.starts_with(start); });
    if (title || clause.Before(at).ends_with("姓")) return 0;
  } else if (word.text.size() <= 3 && !pinyin_.HasPhrase(word.text)) {
    if (word.tag == "nr") return 0;
    if (word.text.size() == 2 && word.text[0] == U'姓') return 1;
  }
  return std::nullopt;
}

}  // namespace bv2::text::zh
