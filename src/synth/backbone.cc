#include "synth/backbone.h"

namespace bv2::synth {
namespace {

constexpr size_t kBertChannels = 1024;
constexpr size_t kJaBertChannels = 768;

text::FrontendOptions FrontendOptionsOf(const BackboneFiles& files) {
  text::FrontendOptions options = {.data = files.data, .mecab_dictionary = files.mecab_dictionary};
  if (!files.bert_ja.empty()) options.japanese_vocabulary = files.bert_ja / "vocab.txt";
  return options;
}

}  // namespace

Backbone::Backbone(const BackboneFiles& files, int threads, size_t bert_cache_bytes)
    : pool_(threads),
      engine_(files.engine ? files.engine : std::make_shared<const CpuEngine>()),
      frontends_(FrontendOptionsOf(files)) {
  if (!files.bert.empty())
    bert_.emplace(*engine_, files.bert, kBertChannels, pool_, bert_cache_bytes);
  if (!files.bert_ja.empty())
    bert_ja_.emplace(*engine_, files.bert_ja, kJaBertChannels, pool_, bert_cache_bytes);
}

const BertFeatures* Backbone::Bert(text::Language language) const {
  if (language == text::Language::kZh && bert_) return &*bert_;
  if (language == text::Language::kJp && bert_ja_) return &*bert_ja_;
  return nullptr;
}

}  // namespace bv2::synth
