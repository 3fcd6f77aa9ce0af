#include <optional>

#include "base/log.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/frontends.h"
#include "text/split.h"

using bv2::text::Language;

// Any bytes are a text, in any mode: its languages cover it without a gap, the pieces and their
// phones add up.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bv2::text::Frontends frontends({.data = BV2_DATA});
  bv2::SetLogLevel(bv2::LogLevel::kError);
  if (size == 0) return 0;
  constexpr std::optional<Language> kModes[] = {std::nullopt, Language::kZh, Language::kJp,
                                                Language::kEn};
  const bv2::text::TextOptions options = {
      .language = kModes[data[0] % 4],
      .foreign = (data[0] & 4) != 0 ? bv2::text::Foreign::kDrop : bv2::text::Foreign::kSpeak};
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bv2::text::MarkedText marked = frontends.Mark(text, options);
  size_t end = 0;
  for (const bv2::text::LanguageRun& run : marked.runs) {
    bv2::fuzz::Require(run.begin == end);
    bv2::fuzz::Require(bv2::FindInvalidUtf8(marked.passage.text.substr(
                           run.begin, run.end - run.begin)) == std::string::npos);
    end = run.end;
  }
  bv2::fuzz::Require(end == marked.passage.text.size());
  for (const bv2::text::Piece& piece : bv2::text::CutPieces(marked.passage.text, 20)) {
    const auto part = Part(marked, piece.begin, piece.begin + piece.text.size());
    bv2::fuzz::Require(part.passage.text == piece.text);
    bv2::text::AddBlanks(bv2::text::ToIds(frontends.ToSpans(part, options.normalization)));
  }
  return 0;
}
