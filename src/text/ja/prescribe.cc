#include "text/ja/prescribe.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "base/utf8.h"

namespace bv2::text::ja {
namespace {

std::u32string TextOf(const ReadWords& read) {
  std::string text;
  for (const std::string& word : read.words) text += word;
  return DecodeUtf8(text);
}

}  // namespace

std::vector<ReadWords> Prescribe(std::vector<ReadWords> words, const std::vector<GivenKana>& given,
                                 const std::function<std::u32string(std::u32string_view)>& read) {
  if (given.empty()) return words;
  std::vector<ReadWords> result;
  size_t begin = 0;  // of the word, in the sentence
  auto next = given.begin();
  for (auto word = words.begin(); word != words.end();) {
    std::u32string text = TextOf(*word);
    result.push_back(std::move(*word++));
    const auto first = next;
    for (; next != given.end() && next->begin < begin + text.size(); ++next) {
      for (; word != words.end() && begin + text.size() < next->end; ++word) {
        text += TextOf(*word);
        std::ranges::move(word->words, std::back_inserter(result.back().words));
      }
    }
    size_t done = begin;
    const auto read_until = [&](size_t end) {
      if (end > done) result.back().kana += read(text.substr(done - begin, end - done));
    };
    if (first != next) result.back().kana.clear();
    for (auto part = first; part != next; ++part) {
      read_until(part->begin);
      result.back().kana += part->kana;
      done = part->end;
    }
    if (first != next) read_until(begin + text.size());
    begin += text.size();
  }
  return result;
}

}  // namespace bv2::text::ja
