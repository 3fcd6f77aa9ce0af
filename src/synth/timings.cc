#include "synth/timings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "text/split.h"

namespace bv2::synth {
namespace {

using Span = Timings::Span;
using Word = Timings::Word;

// Samples at which each phone ends.
std::vector<size_t> PhoneEnds(size_t phones, const FrameClock& clock) {
  const bool blanks = clock.frames.size() == 2 * phones + 1;
  BV2_CHECK(blanks || clock.frames.size() == phones, "{} phones came with the frames of {}", phones,
            clock.frames.size());
  std::vector<size_t> ends;
  size_t end = clock.begin;
  for (size_t i = 0; i < clock.frames.size(); ++i) {
    end += static_cast<size_t>(clock.frames[i]) * clock.hop;
    // With blanks, an even place is the blank after a phone, or the first.
    if (!blanks || (i > 0 && i % 2 == 0)) ends.push_back(end);
  }
  return ends;
}

// The tokens or words that have phones. `timed` are the phones.
std::vector<Word> Words(const text::Phones& phones, std::span<const Span> timed) {
  std::vector<Word> words;
  const auto add = [&](const std::string& text, int64_t count) {
    const auto own = timed.first(static_cast<size_t>(count));
    if (count > 0) words.push_back({{text, own.front().begin, own.back().end}, phones.language});
    timed = timed.subspan(own.size());
  };
  if (!phones.words.empty()) {
    if (timed.front().text == text::kPad) timed = timed.subspan(1);
    for (const text::SpokenWord& word : phones.words) add(word.text, word.phones);
  } else if (!phones.tokens.empty() && phones.tokens.size() + 2 == phones.word2ph.size()) {
    timed = timed.subspan(static_cast<size_t>(phones.word2ph.front()));
    for (size_t i = 0; i < phones.tokens.size(); ++i) add(phones.tokens[i], phones.word2ph[i + 1]);
  }
  return words;
}

bool EndsSentence(const std::string& phone) {
  return phone == "." || phone == "!" || phone == "?" || phone == "…";
}

// The sentences as written, if the phones have as many; else all in one.
std::vector<Span> Sentences(const std::string& text, const std::vector<Span>& phones) {
  const size_t end = phones.back().end;
  std::vector<Span> sentences;
  size_t begin = phones.front().begin;
  for (size_t i = 0; i + 1 < phones.size(); ++i) {
    const std::string& next = phones[i + 1].text;
    const bool closing = phones[i].text == "'" && i > 0 && EndsSentence(phones[i - 1].text);
    if (!EndsSentence(phones[i].text) && !closing) continue;
    if (EndsSentence(next) || next == "'" || next == text::kPad) continue;
    sentences.push_back({"", begin, phones[i].end});
    begin = phones[i].end;
  }
  sentences.push_back({"", begin, end});
  const std::u32string decoded = DecodeUtf8(text);
  const auto written = text::CutSentences(decoded);
  if (written.size() != sentences.size()) return {{text, phones.front().begin, end}};
  for (size_t i = 0; i < written.size(); ++i) {
    const std::string sentence = EncodeUtf8(written[i]);
    sentences[i].text = sentence.substr(std::min(sentence.find_first_not_of(' '), sentence.size()));
  }
  return sentences;
}

Json ToJson(const Span& span, const char* name, int sample_rate) {
  Json json;
  json.Set(name, span.text);
  json.Set("start", static_cast<double>(span.begin) / sample_rate);
  json.Set("end", static_cast<double>(span.end) / sample_rate);
  json.Set("start_sample", span.begin);
  json.Set("end_sample", span.end);
  return json;
}

Json ToJson(const std::vector<Word>& words, int sample_rate) {
  Json::Array array;
  for (const Word& word : words) {
    Json json = ToJson(word.span, "text", sample_rate);
    json.Set("language", text::LanguageName(word.language));
    array.push_back(std::move(json));
  }
  return array;
}

Json ToJson(const std::vector<Span>& spans, const char* name, int sample_rate) {
  Json::Array array;
  for (const Span& span : spans) array.push_back(ToJson(span, name, sample_rate));
  return array;
}

// 00:01:02,345
std::string SubtitleTime(size_t sample, int sample_rate) {
  const size_t ms =
      (sample * 1000 + static_cast<size_t>(sample_rate) / 2) / static_cast<size_t>(sample_rate);
  return fmt::format("{:02}:{:02}:{:02},{:03}", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60,
                     ms % 1000);
}

}  // namespace

Timings::Piece TimePiece(const Pronunciation& pronunciation, const FrameClock& clock) {
  const std::string& text = pronunciation.text;
  size_t count = 0;
  for (const text::Phones& span : pronunciation.spans) count += span.phones.size();
  BV2_CHECK(count > 0, "'{}' has no phones to time", text);
  const std::vector<size_t> ends = PhoneEnds(count, clock);
  Timings::Piece piece{.whole = {text, clock.begin, ends.back()}};
  for (const text::Phones& span : pronunciation.spans) {
    const size_t first = piece.phones.size();
    for (const std::string& phone : span.phones) {
      const size_t i = piece.phones.size();
      piece.phones.push_back({phone, i == 0 ? clock.begin : ends[i - 1], ends[i]});
    }
    std::ranges::move(Words(span, std::span(piece.phones).subspan(first)),
                      std::back_inserter(piece.words));
    if (std::ranges::find(piece.languages, span.language) == piece.languages.end())
      piece.languages.push_back(span.language);
  }
  piece.sentences = Sentences(text, piece.phones);
  return piece;
}

Json ToJson(const Timings::Piece& piece, int sample_rate) {
  Json json = ToJson(piece.whole, "text", sample_rate);
  Json::Array languages;
  for (const text::Language language : piece.languages)
    languages.push_back(text::LanguageName(language));
  json.Set("languages", std::move(languages));
  json.Set("sentences", ToJson(piece.sentences, "text", sample_rate));
  json.Set("words", ToJson(piece.words, sample_rate));
  json.Set("phones", ToJson(piece.phones, "phone", sample_rate));
  return json;
}

Json ToJson(const Timings& timings) {
  const int rate = timings.sample_rate;
  Json::Array pieces;
  for (const Timings::Piece& piece : timings.pieces) pieces.push_back(ToJson(piece, rate));
  Json json;
  json.Set("sample_rate", rate);
  json.Set("samples", timings.samples);
  json.Set("seconds", static_cast<double>(timings.samples) / rate);
  json.Set("pieces", std::move(pieces));
  return json;
}

std::string ToSubtitles(const Timings& timings) {
  std::string out;
  size_t number = 0;
  for (const Timings::Piece& piece : timings.pieces)
    for (const Span& sentence : piece.sentences)
      out += fmt::format("{}\n{} --> {}\n{}\n\n", ++number,
                         SubtitleTime(sentence.begin, timings.sample_rate),
                         SubtitleTime(sentence.end, timings.sample_rate), sentence.text);
  return out;
}

}  // namespace bv2::synth
