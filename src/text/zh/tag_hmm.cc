#include "text/zh/tag_hmm.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/error.h"
#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::zh {
namespace {

constexpr double kNever = -3.14e100;  // the model's log 0 of an emission
constexpr double kNoMove = -std::numeric_limits<double>::infinity();

}  // namespace

struct TagHmm::Character {
  std::vector<State> allowed;     // empty: not seen in training, any state may be
  std::vector<double> emissions;  // [state]
};

struct TagHmm::Column {
  std::vector<State> states;
  std::vector<double> scores;   // parallel to states
  std::vector<size_t> origins;  // parallel to states: index into the previous column's states
};

TagHmm::TagHmm(const std::filesystem::path& data_dir)
    : characters_(data_dir / "zh/hmm_tag_chars.txt") {
  const SortedTable table(data_dir / "zh/hmm_tag_states.txt");
  const auto records = table.Records();
  for (const auto& [name, fields] : records) names_.emplace_back(name);
  moves_.assign(names_.size() * names_.size(), kNoMove);
  successors_.resize(names_.size());
  for (size_t from = 0; from < records.size(); ++from) {
    std::string_view rest = records[from].second;
    start_.push_back(ParseDouble(NextField(rest)));
    while (!rest.empty()) {
      const State to = FindState(NextField(rest));
      moves_[from * names_.size() + to] = ParseDouble(NextField(rest));
      successors_[from].push_back(to);
    }
  }
}

TagHmm::State TagHmm::FindState(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  if (found == names_.end() || *found != name) {
    Fail(ErrorCode::kCorruptFile, "the tag model's tables name an unknown state '{}'", name);
  }
  return static_cast<State>(found - names_.begin());
}

TagHmm::Character TagHmm::Look(char32_t c) const {
  Character result;
  result.emissions.assign(names_.size(), kNever);
  std::string key;
  AppendUtf8(c, key);
  std::string_view rest = characters_.Find(key).value_or("");
  std::string_view allowed = NextField(rest, '\t');
  while (!allowed.empty()) result.allowed.push_back(FindState(NextField(allowed)));
  while (!rest.empty()) {
    const State state = FindState(NextField(rest));
    result.emissions[state] = ParseDouble(NextField(rest));
  }
  if (result.allowed.empty()) {
    result.allowed.resize(names_.size());
    std::iota(result.allowed.begin(), result.allowed.end(), State{0});
  }
  return result;
}

// The allowed states that can follow; if none can, whatever can follow; if nothing can, all.
std::vector<TagHmm::State> TagHmm::NextStates(const Column& previous,
                                              const Character& character) const {
  std::vector<bool> reachable(names_.size(), false);
  for (const State from : previous.states) {
    for (const State to : successors_[from]) reachable[to] = true;
  }
  std::vector<State> states;
  for (const State state : character.allowed) {
    if (reachable[state]) states.push_back(state);
  }
  if (!states.empty()) return states;
  const bool any = std::find(reachable.begin(), reachable.end(), true) != reachable.end();
  for (size_t state = 0; state < names_.size(); ++state) {
    if (reachable[state] || !any) states.push_back(static_cast<State>(state));
  }
  return states;
}

// Viterbi search. Ties go to the state whose name sorts later, as in jieba; states are visited in
// that order, so >= does it.
std::vector<TagHmm::State> TagHmm::BestStates(std::u32string_view text) const {
  std::vector<Column> columns(text.size());
  for (size_t t = 0; t < text.size(); ++t) {
    const Character character = Look(text[t]);
    Column& column = columns[t];
    if (t == 0) {
      column.states = character.allowed;
      for (const State state : column.states) {
        column.scores.push_back(start_[state] + character.emissions[state]);
      }
      continue;
    }
    const Column& previous = columns[t - 1];
    column.states = NextStates(previous, character);
    for (const State to : column.states) {
      double best = kNoMove;
      size_t origin = 0;
      for (size_t i = 0; i < previous.states.size(); ++i) {
        const State from = previous.states[i];
        if (successors_[from].empty()) continue;
        const double score =
            previous.scores[i] + moves_[from * names_.size() + to] + character.emissions[to];
        if (score >= best) {
          best = score;
          origin = i;
        }
      }
      column.scores.push_back(best);
      column.origins.push_back(origin);
    }
  }
  std::vector<State> path(text.size());
  const auto& last = columns.back().scores;
  size_t index = 0;
  for (size_t i = 0; i < last.size(); ++i) {
    if (last[i] >= last[index]) index = i;
  }
  for (size_t t = text.size(); t-- > 0;) {
    path[t] = columns[t].states[index];
    if (t > 0) index = columns[t].origins[index];
  }
  return path;
}

std::vector<Word> TagHmm::Cut(std::u32string_view text) const {
  std::vector<Word> words;
  if (text.empty()) return words;
  const std::vector<State> path = BestStates(text);
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string& name = names_[path[i]];
    if (name[0] != 'E' && name[0] != 'S') continue;
    words.push_back({std::u32string(text.substr(begin, i + 1 - begin)), name.substr(1)});
    begin = i + 1;
  }
  if (begin < text.size()) {
    words.push_back({std::u32string(text.substr(begin)), names_[path[begin]].substr(1)});
  }
  return words;
}

}  // namespace bv2::text::zh
