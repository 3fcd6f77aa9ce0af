#include "text/frontends.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/utf8.h"
#include "text/characters.h"
#include "text/en/frontend.h"
#include "text/ja/frontend.h"
#include "text/language_tags.h"
#include "text/tokenize/word_piece.h"
#include "text/user_dictionary.h"
#include "text/zh/frontend.h"

namespace bv2::text {
namespace {

void WarnOfOtherScripts(std::string_view text) {
  const std::u32string characters = DecodeUtf8(text);
  const auto first = std::ranges::find_if(characters, IsOfOtherScript);
  if (first == characters.end()) return;
  const auto last = std::find_if_not(first, characters.end(), IsOfOtherScript);
  LogText("'{}' is in a script that cannot be spoken; it is left out", EncodeUtf8({first, last}));
}

// The part of a passage that a frontend sees. In Chinese, letters that touch a number tell how it
// is read, CA1234; the frontend itself leaves them out.
Passage PassageOf(const LanguageRun& run, const Passage& passage) {
  const auto is = [&](size_t i, char first, char last) {
    return passage.text[i] >= first && passage.text[i] <= last;
  };
  size_t begin = run.begin;
  if (run.language == Language::kZh && begin < run.end && is(begin, '0', '9'))
    while (begin > 0 && (is(begin - 1, 'A', 'Z') || is(begin - 1, 'a', 'z'))) --begin;
  Passage part = Part(passage, begin, run.end);
  std::erase_if(part.readings,
                [&](const Reading& reading) { return reading.begin < run.begin - begin; });
  return part;
}

}  // namespace

Frontends::Frontends(FrontendOptions options) : options_(std::move(options)) {}

const Frontend& Frontends::Of(Language language, Normalization normalization) const {
  const std::lock_guard lock(mutex_);
  auto& frontend = frontends_[{language, normalization}];
  if (!frontend) frontend = Open(language, normalization);
  return *frontend;
}

Passage Frontends::TakeReadings(std::string_view text) const {
  if (text.find('{') == text.npos) return {.text = EncodeUtf8(DecodeUtf8(text))};
  {
    const std::lock_guard lock(mutex_);
    if (!readings_) readings_ = std::make_unique<const ReadingParser>(options_.data);
  }
  return readings_->Parse(text);
}

MarkedText Frontends::Mark(std::string_view text, const TextOptions& options) const {
  const bool upstream = options.normalization == Normalization::kUpstream;
  const Foreign foreign = upstream ? Foreign::kDrop : options.foreign;
  if (!upstream) WarnOfOtherScripts(text);
  TaggedPassage tagged = TakeTags(TakeReadings(text), options.language);
  MarkedText marked = finder_.Find(tagged, foreign);
  if (!options.dictionary || !options.dictionary->AddTo(marked)) return marked;
  // Words with readings are in the language of those.
  tagged.passage = std::move(marked.passage);
  return finder_.Find(tagged, foreign);
}

std::vector<Phones> Frontends::ToSpans(const MarkedText& text, Normalization normalization) const {
  std::vector<Phones> spans;
  for (const LanguageRun& run : text.runs)
    spans.push_back(Of(run.language, normalization).ToPhones(PassageOf(run, text.passage)));
  JoinSpans(spans);
  return spans;
}

std::unique_ptr<const Frontend> Frontends::Open(Language language,
                                                Normalization normalization) const {
  switch (language) {
    case Language::kZh:
      return std::make_unique<zh::ChineseFrontend>(options_.data, normalization);
    case Language::kJp: {
      ja::JapaneseOptions options = {.normalization = normalization,
                                     .dictionary = {.folder = options_.mecab_dictionary}};
      if (!options_.japanese_vocabulary.empty()) {
        options.tokenizer = std::make_shared<const WordPiece>(options_.japanese_vocabulary,
                                                              /*lower_case=*/false);
      }
      return std::make_unique<ja::JapaneseFrontend>(options_.data, std::move(options));
    }
    case Language::kEn:
      return std::make_unique<en::EnglishFrontend>(options_.data, normalization);
  }
  Fail(ErrorCode::kInvalidArgument, "{} is not the number of a language",
       static_cast<int64_t>(language));
}

}  // namespace bv2::text
