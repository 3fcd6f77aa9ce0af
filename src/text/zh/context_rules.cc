#include "text/zh/context_rules.h"

#include "base/error.h"
#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::zh {
namespace {

template <typename Matches>
bool AnyOf(std::string_view values, Matches matches) {
  while (!values.empty()) {
    if (matches(NextField(values, '|'))) return true;
  }
  return false;
}

bool TagIsOneOf(std::string_view tag, std::string_view tags) {
  return AnyOf(tags, [&](std::string_view start) { return tag.starts_with(start); });
}

bool HoldsForText(std::string_view side, std::string_view values, const Clause& clause, size_t at) {
  const std::string_view before = clause.Before(at);
  const std::string_view after = clause.After(at);
  return AnyOf(values, [&](std::string_view value) {
    if (side == "after") return before.ends_with(value);
    if (side == "before") return after.starts_with(value);
    return after.find(value) != after.npos;
  });
}

bool HoldsForTag(std::string_view side, std::string_view tags, const Clause& clause, size_t at) {
  // Indices before the first word wrap round and so are outside, too.
  if (side == "after") return TagIsOneOf(clause.Tag(at - 1), tags);
  if (side == "after2") return TagIsOneOf(clause.Tag(at - 2), tags);
  if (side == "before") return TagIsOneOf(clause.Tag(at + 1), tags);
  if (side == "before2") return TagIsOneOf(clause.Tag(at + 2), tags);
  for (size_t i = at + 1; i < clause.words().size(); ++i) {
    if (TagIsOneOf(clause.Tag(i), tags)) return true;
  }
  return false;
}

bool Holds(std::string_view condition, const Clause& clause, size_t at) {
  const bool negated = condition.starts_with('!');
  if (negated) condition.remove_prefix(1);
  const size_t sign = condition.find_first_of("=:");
  if (sign == condition.npos) {
    Fail(ErrorCode::kCorruptFile,
         "'{}' is no condition of a reading; install the data folder again", condition);
  }
  const std::string_view side = condition.substr(0, sign);
  const std::string_view values = condition.substr(sign + 1);
  const bool holds = condition[sign] == '=' ? HoldsForText(side, values, clause, at)
                                            : HoldsForTag(side, values, clause, at);
  return holds != negated;
}

bool HoldAll(std::string_view conditions, const Clause& clause, size_t at) {
  while (!conditions.empty()) {
    if (!Holds(NextField(conditions), clause, at)) return false;
  }
  return true;
}

}  // namespace

Clause::Clause(std::span<const Word> words) : words_(words) {
  begins_.reserve(words.size() + 1);
  for (const Word& word : words) {
    begins_.push_back(text_.size());
    text_ += EncodeUtf8(word.text);
  }
  begins_.push_back(text_.size());
}

std::string_view Clause::Before(size_t at) const {
  return std::string_view(text_).substr(0, begins_[at]);
}

std::string_view Clause::After(size_t at) const {
  return std::string_view(text_).substr(begins_[at + 1]);
}

std::string_view Clause::Tag(size_t at) const {
  if (at >= words_.size() || words_[at].tag == "x") return ".";
  return words_[at].tag;
}

std::optional<std::string_view> ContextRules::Find(const Clause& clause, size_t at) const {
  auto alternatives = table_.Find(EncodeUtf8(clause.words()[at].text));
  while (alternatives && !alternatives->empty()) {
    std::string_view conditions = NextField(*alternatives, '\t');
    const std::string_view value = NextField(conditions);
    if (HoldAll(conditions, clause, at)) return value;
  }
  return std::nullopt;
}

}  // namespace bv2::text::zh
