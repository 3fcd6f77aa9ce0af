#include "synth/bert_features.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::synth {

BertFeatures::BertFeatures(const Engine& engine, const std::filesystem::path& folder,
                           size_t channels, const ThreadPool& pool, size_t cache_bytes)
    : encoder_(engine.OpenBert(folder, pool)),
      vocabulary_(folder / "vocab.txt"),
      sentences_(cache_bytes) {
  BV2_CHECK(encoder_->hidden() == channels,
            "the BERT in '{}' gives {} features, the voice was trained on {}. Chinese needs "
            "chinese-roberta-wwm-ext-large, Japanese bert-base-japanese-v3",
            folder.string(), encoder_->hidden(), channels);
  BV2_CHECK(vocabulary_.size() <= encoder_->vocabulary(),
            "'{}': vocab.txt has {} tokens, the weights only {}", folder.string(),
            vocabulary_.size(), encoder_->vocabulary());
}

void BertFeatures::PerPhone(const std::vector<std::string>& tokens,
                            std::span<const int64_t> word2ph, View<float> features,
                            const Context& context) const {
  const std::vector<int64_t> ids = vocabulary_.Ids(tokens);
  BV2_CHECK(ids.size() == word2ph.size(), "{} tokens, but word2ph has {} entries", ids.size(),
            word2ph.size());
  const std::shared_ptr<const Matrix> hidden = Hidden(ids, context);
  size_t phone = 0;
  for (size_t i = 0; i < word2ph.size(); ++i)
    for (int64_t k = 0; k < word2ph[i]; ++k)
      std::ranges::copy(hidden->view()[i], features[phone++].begin());
}

std::shared_ptr<const Matrix> BertFeatures::Hidden(std::span<const int64_t> ids,
                                                   const Context& context) const {
  const std::string key(reinterpret_cast<const char*>(ids.data()), ids.size_bytes());
  if (auto known = sentences_.Find(key)) return known;
  auto hidden = std::make_shared<Matrix>(ids.size(), encoder_->hidden());
  encoder_->Encode(ids, *hidden, context);
  sentences_.Keep(key, hidden, hidden->rows() * hidden->stride() * sizeof(float));
  return hidden;
}

}  // namespace bv2::synth
