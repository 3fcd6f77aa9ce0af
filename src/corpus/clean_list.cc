#include "corpus/clean_list.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"

namespace bv2::corpus {
namespace {

// What becomes of a line.
struct Outcome {
  CleanLine line = {};
  std::string rejected = {};  // why; empty: it is fine
  bool too_long_for_training = false;
  bool unreadable = false;
};

std::string Printable(std::string_view line) {
  constexpr size_t kShown = 500;
  std::u32string characters = DecodeUtf8(line.substr(0, 4 * kShown));
  if (characters.size() > kShown) characters.resize(kShown);
  for (char32_t& c : characters)
    if (c < U' ' || c == U'\x7F') c = U' ';
  return EncodeUtf8(characters);
}

// Runs `clean` on the lines of the shard and sorts what comes of them.
CleanList Collect(const ListFile& list, const CleanOptions& options, const ThreadPool& pool,
                  const std::function<Outcome(size_t line)>& clean, const LineProgress& progress) {
  const size_t total = list.lines().size();
  const size_t begin = total * options.shard.index / options.shard.count;
  const size_t end = total * (options.shard.index + 1) / options.shard.count;
  std::vector<Outcome> outcomes(end - begin);
  std::mutex mutex;
  size_t done = 0;
  pool.ParallelFor(outcomes.size(), [&](size_t i) {
    try {
      outcomes[i] = clean(begin + i);
    } catch (const Error& error) {
      outcomes[i].rejected = error.what();
    }
    const std::lock_guard lock(mutex);
    progress(++done, outcomes.size());
  });
  CleanList result;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const ListLine& line = list.lines()[begin + i];
    Outcome& outcome = outcomes[i];
    if (!outcome.rejected.empty()) {
      result.rejections.push_back(
          {line.number, std::move(outcome.rejected), Printable(line.content)});
      continue;
    }
    if (outcome.too_long_for_training) ++result.too_long_for_training;
    if (outcome.unreadable) result.unreadable.push_back(line.number);
    result.lines.push_back(std::move(outcome.line));
  }
  return result;
}

Outcome Accept(const CleanedUtterance& utterance, const CleanOptions& options) {
  const std::vector<std::string>& phones = utterance.phones.phones;
  size_t characters = phones.size() - 1;  // the spaces between them
  for (const std::string& phone : phones) characters += DecodeUtf8(phone).size();
  return {.line = {.speaker = utterance.speaker, .text = FormatCleaned(utterance)},
          .too_long_for_training = characters > options.max_characters,
          .unreadable = std::ranges::find(phones, text::kUnknown) != phones.end()};
}

// The lines of a list that name audio which other lines name as well.
class Duplicates {
 public:
  Duplicates(const std::vector<std::optional<Utterance>>& utterances, const ListFile& list)
      : utterances_(utterances), list_(list) {
    for (size_t i = 0; i < utterances.size(); ++i)
      if (utterances[i])
        lines_[std::filesystem::path(utterances[i]->audio).lexically_normal()].push_back(i);
  }

  // One of several equal lines is kept, the first; of lines that contradict one another none,
  // because only the voice maker knows which is right.
  void Check(size_t line) const {
    const Utterance& own = *utterances_[line];
    const auto& lines = lines_.at(std::filesystem::path(own.audio).lexically_normal());
    const auto same = [&](size_t other) {
      const Utterance& utterance = *utterances_[other];
      return utterance.text == own.text && utterance.speaker == own.speaker &&
             utterance.language == own.language;
    };
    const auto contradiction = std::ranges::find_if_not(lines, same);
    BV2_CHECK(contradiction == lines.end(),
              "line {} gives '{}' another text, speaker or language; keep the right one",
              list_.lines()[*contradiction].number, own.audio);
    BV2_CHECK(lines.front() == line, "it repeats line {}", list_.lines()[lines.front()].number);
  }

 private:
  const std::vector<std::optional<Utterance>>& utterances_;
  const ListFile& list_;
  std::map<std::filesystem::path, std::vector<size_t>> lines_;
};

void CheckAudio(const std::string& audio) {
  BV2_CHECK(audio.ends_with(".wav"),
            "the audio '{}' is not a .wav file, which training reads; bertvits2 resample makes one",
            audio);
  std::error_code error;
  const auto status = std::filesystem::status(audio, error);
  BV2_CHECK(std::filesystem::is_regular_file(status),
            "the audio '{}' does not exist; is the path right, seen from here?", audio);
  BV2_CHECK(std::filesystem::file_size(audio) > 0, "the audio '{}' is an empty file", audio);
}

}  // namespace

CleanList CleanTexts(const ListFile& list, const text::Frontends& frontends,
                     const CleanOptions& options, const ThreadPool& pool,
                     const LineProgress& progress) {
  std::vector<std::optional<Utterance>> utterances(list.lines().size());
  std::vector<std::string> problems(utterances.size());
  pool.ParallelFor(utterances.size(), [&](size_t i) {
    try {
      utterances[i] = ParseUtterance(list.lines()[i], list.source());
    } catch (const Error& error) {
      problems[i] = error.what();
    }
  });
  // A frontend that cannot be opened is no fault of any line.
  for (const auto& utterance : utterances)
    if (utterance) frontends.Of(utterance->language, options.normalization);
  const Duplicates duplicates(utterances, list);
  const auto clean = [&](size_t i) {
    if (!utterances[i]) Fail(ErrorCode::kCorruptFile, "{}", problems[i]);
    const Utterance& utterance = *utterances[i];
    CheckAudio(utterance.audio);
    duplicates.Check(i);
    const CleanedUtterance cleaned{.audio = utterance.audio,
                                   .speaker = utterance.speaker,
                                   .phones = frontends.Of(utterance.language, options.normalization)
                                                 .ToPhones(frontends.TakeReadings(utterance.text))};
    BV2_CHECK(text::HoldsSpeech(cleaned.phones), "the text holds nothing that can be spoken in {}",
              text::LanguageName(utterance.language));
    BV2_CHECK(cleaned.phones.phones.size() <= options.max_phones,
              "the text has {} phones, at most {} are allowed; split the recording",
              cleaned.phones.phones.size(), options.max_phones);
    return Accept(cleaned, options);
  };
  return Collect(list, options, pool, clean, progress);
}

CleanList TakeCleaned(const ListFile& list, const CleanOptions& options) {
  const ThreadPool alone(1);
  const auto take = [&](size_t i) {
    return Accept(ParseCleaned(list.lines()[i], list.source()), options);
  };
  return Collect(list, options, alone, take, [](size_t, size_t) {});
}

}  // namespace bv2::corpus
