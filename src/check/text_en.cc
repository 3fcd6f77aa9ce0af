#include <memory>

#include "check/text_checks.h"
#include "text/en/expand_numbers.h"
#include "text/en/frontend.h"
#include "text/en/upstream.h"

namespace bv2::check {
namespace {

namespace en = text::en;

// [["K", "AE1"], ["T"]] without its syllables, and without the blanks between words, as one line.
std::string Join(const Json& phones) {
  if (!phones.is_array()) return phones.AsString() == " " ? "" : phones.AsString();
  std::string joined;
  for (const Json& phone : phones.AsArray()) {
    const std::string part = Join(phone);
    if (!joined.empty() && !part.empty()) joined += ' ';
    joined += part;
  }
  return joined;
}

std::string SayLikeG2pEn(const en::Pronouncer& pronouncer, const std::string& text) {
  std::string said;
  for (const std::string& token : en::CutLikeG2pEn(text)) {
    const std::string phones = pronouncer.SayUncorrected(token);
    if (!said.empty()) said += ' ';
    said += phones.empty() ? token : phones;
  }
  return said;
}

// Compares the phones of the text in `field` with those in "out".
LineCheck CheckSaid(const Options& options, const char* field) {
  const auto pronouncer = std::make_shared<const en::Pronouncer>(options.data);
  return [pronouncer, field](const Json& line) {
    return LineResult{SayLikeG2pEn(*pronouncer, line.At(field).AsString()), Join(line.At("out"))};
  };
}

}  // namespace

LineCheck CheckEnglishSentences(const Options& options) {
  const auto frontend =
      std::make_shared<const en::EnglishFrontend>(options.data, text::Normalization::kUpstream);
  return [frontend](const Json& line) -> std::optional<LineResult> {
    const text::Phones phones = frontend->ToPhones(line.At("text").AsString());
    if (line.Find("error")) return std::nullopt;
    return ComparePhones(phones, line, {"norm_text", "phones", "tones", "word2ph"});
  };
}

LineCheck CheckEnglishDictionary(const Options& options) {
  const auto dictionary = std::make_shared<const en::Dictionary>(options.data);
  return [dictionary](const Json& line) {
    const std::string word = en::DictionaryKey(line.At("word").AsString());
    return LineResult{std::string(dictionary->Find(word).value_or("not found")),
                      Join(line.At("syllables"))};
  };
}

LineCheck CheckEnglishNumbers(const Options&) {
  return [](const Json& line) -> std::optional<LineResult> {
    const std::string words = en::ExpandNumbers(line.At("in").AsString());
    if (line.Find("error")) return std::nullopt;
    return LineResult{words, line.At("out").AsString()};
  };
}

// Where they differ, the original guesses a word with a network, and we with rules.
LineCheck CheckG2pCalls(const Options& options) { return CheckSaid(options, "in"); }
LineCheck CheckGuesses(const Options& options) { return CheckSaid(options, "word"); }

}  // namespace bv2::check
