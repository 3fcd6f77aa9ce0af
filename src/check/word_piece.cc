#include "text/tokenize/word_piece.h"

#include <algorithm>

#include "base/utf8.h"
#include "check/kinds.h"
#include "text/tokenize/basic_tokenizer.h"

namespace bv2::check {
namespace {

template <typename T>
Json ToJson(const std::vector<T>& values) {
  return Json(Json::Array(values.begin(), values.end()));
}

Json BasicTokens(const std::string& text) {
  Json::Array tokens;
  for (const std::u32string& token : text::BasicTokens(text))
    tokens.push_back(Json(EncodeUtf8(token)));
  return Json(tokens);
}

// Special tokens written in the text are the business of the step after: they are compared there.
bool HasSpecialTokens(const Json& tokens) {
  return std::ranges::any_of(tokens.AsArray(), [](const Json& token) {
    const std::string& text = token.AsString();
    return text.size() > 2 && text.starts_with('[') && text.ends_with(']');
  });
}

}  // namespace

Outcome CheckWordPiece(const Case& c, const Options&) {
  const text::WordPiece tokenizer(Resolve(c, c.json.At("vocab").AsString()));
  Comparison comparison(nullptr, nullptr);
  const auto compare = [&](const Json& entry, const char* key, const Json& got) {
    const Json* expected = entry.Find(key);
    if (expected == nullptr) return;
    comparison.Require(got == *expected, key,
                       fmt::format("of {}: got {}, expected {}", entry.At("text").Dump(),
                                   got.Dump(), expected->Dump()));
  };
  const Json::Array& entries = c.json.At("cases").AsArray();
  for (const Json& entry : entries) {
    const std::string& text = entry.At("text").AsString();
    if (const Json* basic = entry.Find("basic_tokens"); basic && !HasSpecialTokens(*basic))
      compare(entry, "basic_tokens", BasicTokens(text));
    compare(entry, "tokens", ToJson(tokenizer.Tokenize(text)));
    compare(entry, "input_ids", ToJson(tokenizer.Encode(text)));
  }
  Outcome outcome = Judge(comparison);
  if (outcome.status == Outcome::Status::kOk)
    outcome.figures = fmt::format("{} texts, {} comparisons", entries.size(), comparison.count());
  return outcome;
}

}  // namespace bv2::check
