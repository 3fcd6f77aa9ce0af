#include "synth/bert_features.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "bert/bert_model.h"

namespace bv2::synth {

BertFeatures::BertFeatures(const std::filesystem::path& folder, size_t channels,
                           const ThreadPool& pool)
    : encoder_(bert::OpenEncoder(folder, pool)), tokenizer_(folder / "vocab.txt") {
  BV2_CHECK(encoder_.hidden() == channels,
            "the BERT in '{}' gives {} features, the voice was trained on {}. Chinese voices need "
            "chinese-roberta-wwm-ext-large",
            folder.string(), encoder_.hidden(), channels);
  BV2_CHECK(tokenizer_.size() <= encoder_.vocabulary(),
            "'{}': vocab.txt has {} tokens, the weights only {}", folder.string(),
            tokenizer_.size(), encoder_.vocabulary());
}

// Character by character, so that tokens and word2ph agree on every text. The tokenizer itself cuts
// Chinese and punctuation this way.
std::vector<int64_t> BertFeatures::Tokens(std::string_view norm_text) const {
  std::vector<std::string> tokens;
  for (const char32_t character : DecodeUtf8(norm_text)) {
    const auto pieces = tokenizer_.Tokenize(EncodeUtf8({&character, 1}));
    tokens.push_back(pieces.empty() ? "[UNK]" : pieces.front());
  }
  return tokenizer_.Ids(tokens);
}

void BertFeatures::PerPhone(std::string_view norm_text, std::span<const int64_t> word2ph,
                            View<float> features, const Context& context) const {
  const std::vector<int64_t> tokens = Tokens(norm_text);
  BV2_CHECK(tokens.size() == word2ph.size(), "{} characters, but word2ph has {} entries",
            tokens.size(), word2ph.size());
  const Arena::Scope scope(context.arena);
  const View<float> hidden = context.arena.Matrix(tokens.size(), encoder_.hidden());
  encoder_.Encode(tokens, hidden, context);
  size_t phone = 0;
  for (size_t i = 0; i < word2ph.size(); ++i)
    for (int64_t k = 0; k < word2ph[i]; ++k)
      std::ranges::copy(hidden[i], features[phone++].begin());
}

}  // namespace bv2::synth
