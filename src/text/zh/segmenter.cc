#include "text/zh/segmenter.h"

#include <algorithm>

namespace bv2::text::zh {
namespace {

bool IsHan(char32_t c) { return c >= 0x4e00 && c <= 0x9fd5; }
bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char32_t c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsOneOf(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

// Characters that can be in words; tagging and plain cutting differ in two.
bool IsTaggedWordCharacter(char32_t c) { return IsHan(c) || IsAlnum(c) || IsOneOf(c, U"+#&._"); }
bool IsPlainWordCharacter(char32_t c) { return IsTaggedWordCharacter(c) || IsOneOf(c, U"%-"); }

// The length of the longest prefix whose characters all satisfy, or all fail, `predicate`.
template <typename Predicate>
size_t RunLength(std::u32string_view text, Predicate predicate, bool expected = true) {
  const auto end =
      std::find_if(text.begin(), text.end(), [&](char32_t c) { return predicate(c) != expected; });
  return static_cast<size_t>(end - text.begin());
}

// Calls visit(run, satisfied) for the maximal runs of characters that satisfy or fail `predicate`.
template <typename Predicate, typename Visit>
void ForEachRun(std::u32string_view text, Predicate predicate, Visit visit) {
  while (!text.empty()) {
    const bool satisfied = predicate(text[0]);
    const size_t length = RunLength(text, predicate, satisfied);
    visit(text.substr(0, length), satisfied);
    text.remove_prefix(length);
  }
}

// Outside words every character stands alone, but for a CR LF pair.
std::vector<std::u32string_view> SplitOther(std::u32string_view text) {
  std::vector<std::u32string_view> parts;
  while (!text.empty()) {
    const size_t length = text.starts_with(U"\r\n") ? 2 : 1;
    parts.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return parts;
}

// The length of `[a-zA-Z0-9]+(\.\d+)?%?` at the start of the text, 0 when there is none.
size_t PlainNumberLength(std::u32string_view text) {
  size_t length = RunLength(text, IsAlnum);
  if (length == 0) return 0;
  if (length + 1 < text.size() && text[length] == '.' && IsDigit(text[length + 1])) {
    length += 1 + RunLength(text.substr(length + 1), IsDigit);
  }
  if (length < text.size() && text[length] == '%') ++length;
  return length;
}

// Cuts a run without Chinese characters into numbers and what lies between.
template <typename NumberLength, typename Add>
void SplitNumbers(std::u32string_view run, NumberLength number_length, Add add) {
  size_t other = 0;
  while (other < run.size()) {
    const size_t length = number_length(run.substr(other));
    if (length == 0) {
      ++other;
      continue;
    }
    if (other > 0) add(run.substr(0, other));
    add(run.substr(other, length));
    run.remove_prefix(other + length);
    other = 0;
  }
  if (!run.empty()) add(run);
}

}  // namespace

Segmenter::Segmenter(const std::filesystem::path& data_dir)
    : dictionary_(data_dir), word_hmm_(data_dir), tag_hmm_(data_dir) {}

// The path of greatest probability; of equals the one whose first word is longest.
std::vector<std::u32string_view> Segmenter::BestPath(std::u32string_view block) const {
  const size_t size = block.size();
  std::vector<double> score(size + 1, 0);  // of the best path from here to the end
  std::vector<size_t> step(size, 1);
  for (size_t begin = size; begin-- > 0;) {
    const auto matches = dictionary_.Prefixes(block.substr(begin));
    score[begin] = dictionary_.unknown_log_probability() + score[begin + 1];
    bool first = true;
    for (const Dictionary::Match& match : matches) {
      const double candidate = match.log_probability + score[begin + match.length];
      if (first || candidate >= score[begin]) {
        score[begin] = candidate;
        step[begin] = match.length;
      }
      first = false;
    }
  }
  std::vector<std::u32string_view> words;
  for (size_t begin = 0; begin < size; begin += step[begin]) {
    words.push_back(block.substr(begin, step[begin]));
  }
  return words;
}

// Calls add_word for the words of the best path and add_unknown for its runs of two or more single
// characters, unless the dictionary has the run: then its characters stay words.
template <typename AddWord, typename AddUnknown>
void Segmenter::CutBlock(std::u32string_view block, AddWord add_word,
                         AddUnknown add_unknown) const {
  size_t run_begin = 0;
  size_t position = 0;
  const auto end_run = [&] {
    const std::u32string_view run = block.substr(run_begin, position - run_begin);
    if (run.size() < 2 || dictionary_.Contains(run)) {
      for (size_t i = 0; i < run.size(); ++i) add_word(run.substr(i, 1));
    } else {
      add_unknown(run);
    }
  };
  for (const std::u32string_view word : BestPath(block)) {
    if (word.size() > 1) {
      end_run();
      add_word(word);
      run_begin = position + word.size();
    }
    position += word.size();
  }
  end_run();
}

void Segmenter::TagUnknown(std::u32string_view run, std::vector<Word>& words) const {
  const auto is_number = [](char32_t c) { return IsDigit(c) || c == '.'; };
  const auto number_length = [&](std::u32string_view text) {
    const size_t length = RunLength(text, is_number);
    return length > 0 ? length : RunLength(text, IsAlnum);
  };
  ForEachRun(run, IsHan, [&](std::u32string_view part, bool han) {
    if (han) {
      for (Word& word : tag_hmm_.Cut(part)) words.push_back(std::move(word));
      return;
    }
    SplitNumbers(part, number_length, [&](std::u32string_view token) {
      const char* tag = is_number(token[0]) ? "m" : IsAlnum(token[0]) ? "eng" : "x";
      words.push_back({std::u32string(token), tag});
    });
  });
}

std::vector<Word> Segmenter::Cut(std::u32string_view text) const {
  std::vector<Word> words;
  ForEachRun(text, IsTaggedWordCharacter, [&](std::u32string_view block, bool in_words) {
    if (in_words) {
      CutBlock(
          block,
          [&](std::u32string_view word) {
            words.push_back({std::u32string(word), dictionary_.Tag(word)});
          },
          [&](std::u32string_view run) { TagUnknown(run, words); });
    } else {
      for (const auto part : SplitOther(block)) words.push_back({std::u32string(part), "x"});
    }
  });
  return words;
}

std::vector<std::u32string> Segmenter::CutPlain(std::u32string_view text) const {
  std::vector<std::u32string> words;
  const auto add = [&](std::u32string_view word) { words.emplace_back(word); };
  const auto add_unknown = [&](std::u32string_view run) {
    ForEachRun(run, IsHan, [&](std::u32string_view part, bool han) {
      if (!han) return SplitNumbers(part, PlainNumberLength, add);
      for (const auto word : word_hmm_.Cut(part)) add(word);
    });
  };
  ForEachRun(text, IsPlainWordCharacter, [&](std::u32string_view block, bool in_words) {
    if (in_words) return CutBlock(block, add, add_unknown);
    for (const auto part : SplitOther(block)) add(part);
  });
  return words;
}

std::vector<std::u32string> Segmenter::CutForSearch(std::u32string_view text) const {
  std::vector<std::u32string> result;
  for (std::u32string& word : CutPlain(text)) {
    for (size_t length = 2; length <= 3; ++length) {
      for (size_t begin = 0; begin + length <= word.size() && word.size() > length; ++begin) {
        std::u32string part = word.substr(begin, length);
        if (dictionary_.Contains(part)) result.push_back(std::move(part));
      }
    }
    result.push_back(std::move(word));
  }
  return result;
}

}  // namespace bv2::text::zh
