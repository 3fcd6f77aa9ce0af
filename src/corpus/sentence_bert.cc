#include "corpus/sentence_bert.h"

#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/utf8.h"
#include "bert/bert_model.h"
#include "corpus/feature_file.h"
#include "text/ja/frontend.h"

namespace bv2::corpus {
namespace {

std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> characters;
  for (const char32_t c : DecodeUtf8(text))
    characters.push_back(EncodeUtf8(std::u32string_view(&c, 1)));
  return characters;
}

}  // namespace

SentenceBert::SentenceBert(text::Language language, const std::filesystem::path& folder,
                           const text::FrontendOptions& frontends, const ThreadPool& pool)
    : folder_(folder),
      encoder_(bert::OpenEncoder(folder_, pool)),
      vocabulary_(std::make_shared<text::WordPiece>(
          folder_ / "vocab.txt", /*lower_case=*/language == text::Language::kZh)) {
  const size_t channels = BertChannels(language);
  BV2_CHECK(encoder_.hidden() == channels,
            "the BERT in '{}' gives {} features, voices read {} for {}", folder_.string(),
            encoder_.hidden(), channels, text::LanguageName(language));
  BV2_CHECK(vocabulary_->size() <= encoder_.vocabulary(),
            "'{}': vocab.txt has {} tokens, the weights only {}", folder_.string(),
            vocabulary_->size(), encoder_.vocabulary());
  if (language == text::Language::kJp)
    japanese_ = std::make_unique<text::ja::JapaneseFrontend>(
        frontends.data,
        text::ja::JapaneseOptions{.dictionary = {.folder = frontends.mecab_dictionary},
                                  .tokenizer = vocabulary_});
}

SentenceBert::~SentenceBert() = default;

std::vector<int64_t> SentenceBert::Tokens(const text::Phones& phones,
                                          std::span<const int64_t> word2ph) const {
  const std::string& text = phones.norm_text;
  const auto tokens = japanese_ ? japanese_->Pronounce(text).tokens : Characters(text);
  BV2_CHECK(tokens.size() + 2 == word2ph.size(),
            "the text '{}' has {} tokens, its word2ph {} entries, which must be two more; clean "
            "the list again with the same BERT and dictionary",
            text, tokens.size(), word2ph.size());
  BV2_CHECK(tokens.size() + 2 <= encoder_.max_tokens(),
            "the text has {} tokens, BERT takes {}; split the recording", tokens.size(),
            encoder_.max_tokens() - 2);
  return vocabulary_->Ids(tokens);
}

model::Tensor PhoneFeatures(View<const float> tokens, std::span<const int64_t> word2ph) {
  std::vector<float> rows;
  size_t phones = 0;
  for (size_t i = 0; i < word2ph.size(); ++i) {
    for (int64_t k = 0; k < word2ph[i]; ++k)
      rows.insert(rows.end(), tokens[i].begin(), tokens[i].end());
    phones += static_cast<size_t>(word2ph[i]);
  }
  return FeatureTensor({rows.data(), phones, tokens.cols()}, /*transposed=*/true);
}

BertOnDemand::BertOnDemand(BertFolders folders, int threads)
    : folders_(std::move(folders)), pool_(threads) {}

const SentenceBert& BertOnDemand::Of(text::Language language) const {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const SentenceBert>& bert = berts_[language];
  if (bert == nullptr) {
    bert = std::make_unique<SentenceBert>(
        language, language == text::Language::kZh ? folders_.zh : folders_.ja, folders_.frontends,
        pool_);
  }
  return *bert;
}

model::Tensor BertOnDemand::Make(const CleanedUtterance& utterance,
                                 std::span<const int64_t> word2ph) const {
  const SentenceBert& bert = Of(utterance.phones.language);
  const std::vector<int64_t> tokens = bert.Tokens(utterance.phones, word2ph);
  ArenaPool::Lease arena(arenas_);
  const Arena::Scope scope(*arena);
  const View<float> features = (*arena).Matrix(tokens.size(), bert.encoder().hidden());
  bert.encoder().Encode(tokens, features, {.pool = pool_, .arena = *arena});
  model::Tensor made = PhoneFeatures(features, word2ph);
  try {
    WriteFeature(FeaturePath(utterance.audio, ".bert.pt"), made);
  } catch (const Error& error) {
    LogWarning("BERT's features are not kept: {}", error.what());
  }
  return made;
}

}  // namespace bv2::corpus
