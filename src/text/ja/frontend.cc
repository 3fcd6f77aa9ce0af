#include "text/ja/frontend.h"

#include <iterator>
#include <utility>

#include "base/log.h"
#include "base/utf8.h"
#include "text/ja/normalize.h"

namespace bv2::text::ja {
namespace {

void AppendPad(Phones& result) {
  result.phones.emplace_back(kPad);
  result.word2ph.push_back(1);
}

}  // namespace

JapaneseFrontend::JapaneseFrontend(const std::filesystem::path& data_dir, JapaneseOptions options)
    : normalization_(options.normalization),
      tokenizer_(std::move(options.tokenizer)),
      reader_(data_dir, options.dictionary, options.normalization),
      kana_phones_(data_dir) {}

Phones JapaneseFrontend::ToPhones(const Passage& passage) const {
  return Pronounce(Normalize(passage.text, normalization_));
}

Phones JapaneseFrontend::Pronounce(std::string norm_text) const {
  Phones result;
  result.language = Language::kJp;
  result.norm_text = std::move(norm_text);
  AppendPad(result);
  for (const ReadWords& read : reader_.Read(result.norm_text)) {
    std::vector<std::string> tokens = Tokens(read);
    std::vector<std::string> phones = PhonesOf(read.kana);
    const std::vector<int64_t> counts = DistributePhones(phones.size(), tokens.size());
    result.word2ph.insert(result.word2ph.end(), counts.begin(), counts.end());
    std::move(tokens.begin(), tokens.end(), std::back_inserter(result.tokens));
    std::move(phones.begin(), phones.end(), std::back_inserter(result.phones));
  }
  AppendPad(result);
  result.tones.assign(result.phones.size(), 0);
  return result;
}

std::vector<std::string> JapaneseFrontend::Tokens(const ReadWords& read) const {
  if (!tokenizer_) return read.words;
  std::vector<std::string> tokens;
  for (const std::string& word : read.words) {
    for (std::string& piece : tokenizer_->Pieces(word)) tokens.push_back(std::move(piece));
  }
  return tokens;
}

std::vector<std::string> JapaneseFrontend::PhonesOf(std::u32string_view kana) const {
  std::vector<std::string> result;
  for (std::string& phone : kana_phones_.Phones(kana)) {
    if (SymbolId(phone)) {
      result.push_back(std::move(phone));
      continue;
    }
    const char32_t full_size = FullSize(DecodeUtf8(phone).front());
    for (std::string& part : kana_phones_.Phones({&full_size, 1})) {
      const bool readable = SymbolId(part).has_value();
      if (!readable) LogWarning("'{}' has no Japanese reading; it is said as UNK", phone);
      result.push_back(readable ? std::move(part) : std::string(kUnknown));
    }
  }
  return result;
}

std::vector<int64_t> DistributePhones(size_t phones, size_t tokens) {
  std::vector<int64_t> counts(tokens, static_cast<int64_t>(phones / tokens));
  for (size_t i = 0; i < phones % tokens; ++i) ++counts[i];
  return counts;
}

}  // namespace bv2::text::ja
