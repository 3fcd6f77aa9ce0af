#include "text/tokenize/word_piece.h"

#include <array>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/tokenize/basic_tokenizer.h"

namespace bv2::text {
namespace {

constexpr std::string_view kUnknownToken = "[UNK]";
constexpr std::string_view kClassToken = "[CLS]";
constexpr std::string_view kSeparatorToken = "[SEP]";
constexpr std::array<std::string_view, 5> kSpecialTokens = {kUnknownToken, kClassToken,
                                                            kSeparatorToken, "[PAD]", "[MASK]"};
constexpr size_t kLongestWord = 100;  // code points; longer words are [UNK] as a whole

// The leftmost special token in `text`: its offset and itself; offset npos when there is none.
std::pair<size_t, std::string_view> FindSpecial(std::string_view text) {
  for (size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    for (const std::string_view token : kSpecialTokens) {
      if (text.substr(at).starts_with(token)) return {at, token};
    }
  }
  return {std::string_view::npos, {}};
}

}  // namespace

WordPiece::WordPiece(const std::filesystem::path& vocab, bool lower_case)
    : lower_case_(lower_case) {
  const std::string text = ReadFile(vocab);
  for (std::string_view rest = text; !rest.empty(); ++size_) {
    std::string_view token = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(token.size() + 1, rest.size()));
    if (token.ends_with('\r')) token.remove_suffix(1);
    ids_.insert_or_assign(std::string(token), static_cast<int64_t>(size_));
  }
  for (const std::string_view token : {kUnknownToken, kClassToken, kSeparatorToken}) {
    if (!ids_.contains(token)) {
      Fail(ErrorCode::kCorruptFile, "the vocabulary {} has no {}; it is not one of BERT",
           vocab.string(), token);
    }
  }
}

std::vector<std::string> WordPiece::Tokenize(std::string_view text) const {
  std::vector<std::string> tokens;
  while (!text.empty()) {
    const auto [at, special] = FindSpecial(text);
    for (const std::u32string& word : BasicTokens(text.substr(0, at), lower_case_)) {
      for (std::string& piece : Pieces(EncodeUtf8(word))) tokens.push_back(std::move(piece));
    }
    if (at == std::string_view::npos) break;
    tokens.emplace_back(special);
    text.remove_prefix(at + special.size());
  }
  return tokens;
}

std::vector<std::string> WordPiece::Pieces(std::string_view word) const {
  // Byte offsets of the characters, and the end.
  std::vector<size_t> starts;
  for (size_t i = 0; i < word.size(); ++i) {
    if ((static_cast<unsigned char>(word[i]) & 0xc0) != 0x80) starts.push_back(i);
  }
  const size_t length = starts.size();
  starts.push_back(word.size());
  if (length > kLongestWord) return {std::string(kUnknownToken)};

  std::vector<std::string> pieces;
  std::string piece;
  for (size_t begin = 0; begin < length;) {
    size_t end = length;
    for (; end > begin; --end) {
      piece = begin > 0 ? "##" : "";
      piece += word.substr(starts[begin], starts[end] - starts[begin]);
      if (ids_.contains(piece)) break;
    }
    if (end == begin) return {std::string(kUnknownToken)};
    pieces.push_back(piece);
    begin = end;
  }
  return pieces;
}

std::vector<int64_t> WordPiece::Ids(const std::vector<std::string>& tokens) const {
  std::vector<int64_t> ids = {Id(kClassToken)};
  ids.reserve(tokens.size() + 2);
  for (const std::string& token : tokens) ids.push_back(Id(token));
  ids.push_back(Id(kSeparatorToken));
  return ids;
}

int64_t WordPiece::Id(std::string_view token) const {
  const auto found = ids_.find(token);
  return found != ids_.end() ? found->second : ids_.find(kUnknownToken)->second;
}

}  // namespace bv2::text
