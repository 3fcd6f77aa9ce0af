#include "text/zh/word_hmm.h"

#include <array>
#include <utility>

#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::zh {
namespace {

constexpr double kNever = -3.14e100;                     // the model's log 0
enum State : size_t { kBegin, kEnd, kMiddle, kSingle };  // in order of their letters B E M S
constexpr size_t kStates = 4;
using Scores = std::array<double, kStates>;

constexpr Scores kStart = {-0.26268660809250016, kNever, kNever, -1.4652633398537678};
struct Move {
  State from;
  double score;
};
// For each state the two it can follow, in the order of their letters.
constexpr std::array<std::array<Move, 2>, kStates> kMoves = {{
    {{{kEnd, -0.5897149736854513}, {kSingle, -0.7211965654669841}}},
    {{{kBegin, -0.51082562376599}, {kMiddle, -0.33344856811948514}}},
    {{{kBegin, -0.916290731874155}, {kMiddle, -1.2603623820268226}}},
    {{{kEnd, -0.8085250474669937}, {kSingle, -0.6658631448798212}}},
}};

// Fields are in the order B E M S.
Scores Emissions(const SortedTable& table, char32_t c) {
  Scores scores;
  scores.fill(kNever);
  std::string key;
  AppendUtf8(c, key);
  std::string_view rest = table.Find(key).value_or("");
  for (double& score : scores) {
    const std::string_view field = NextField(rest);
    if (field != "-" && !field.empty()) score = ParseDouble(field);
  }
  return scores;
}

// The most probable state of each character. Ties go to the later letter, as in jieba.
std::vector<State> BestStates(const SortedTable& table, std::u32string_view text) {
  std::vector<std::array<State, kStates>> origins(text.size());
  Scores scores = Emissions(table, text[0]);
  for (size_t s = 0; s < kStates; ++s) scores[s] = kStart[s] + scores[s];
  for (size_t t = 1; t < text.size(); ++t) {
    const Scores emissions = Emissions(table, text[t]);
    Scores next;
    for (size_t s = 0; s < kStates; ++s) {
      const auto& [first, second] = kMoves[s];
      const double a = scores[first.from] + first.score + emissions[s];
      const double b = scores[second.from] + second.score + emissions[s];
      next[s] = b >= a ? b : a;
      origins[t][s] = b >= a ? second.from : first.from;
    }
    scores = next;
  }
  std::vector<State> states(text.size());
  State state = scores[kSingle] >= scores[kEnd] ? kSingle : kEnd;
  for (size_t t = text.size(); t-- > 0;) {
    states[t] = state;
    state = origins[t][state];
  }
  return states;
}

}  // namespace

WordHmm::WordHmm(const std::filesystem::path& data_dir)
    : emissions_(data_dir / "zh/hmm_words.txt") {}

std::vector<std::u32string_view> WordHmm::Cut(std::u32string_view text) const {
  std::vector<std::u32string_view> words;
  if (text.empty()) return words;
  const std::vector<State> states = BestStates(emissions_, text);
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (states[i] != kEnd && states[i] != kSingle) continue;
    words.push_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
  return words;
}

}  // namespace bv2::text::zh
