#include "corpus/bert_features.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "bert/bert_model.h"
#include "corpus/feature_file.h"
#include "corpus/leftovers.h"
#include "corpus/training_lists.h"
#include "text/ja/frontend.h"
#include "text/tokenize/word_piece.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".bert.pt";
constexpr size_t kChannelsZh = 1024, kChannelsJa = 768, kChannelsEn = 1024;
// From here on more rows make the matrix products no faster.
constexpr size_t kTokensAtOnce = 512;

// A sentence whose features are to be computed.
struct Sentence {
  const CleanedUtterance* utterance;
  std::vector<int64_t> word2ph;      // phones of each token, blanks included
  std::vector<int64_t> tokens = {};  // ids, with [CLS] and [SEP]
};

size_t ChannelsOf(text::Language language) {
  return language == text::Language::kZh   ? kChannelsZh
         : language == text::Language::kJp ? kChannelsJa
                                           : kChannelsEn;
}

std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> characters;
  for (const char32_t c : DecodeUtf8(text))
    characters.push_back(EncodeUtf8(std::u32string_view(&c, 1)));
  return characters;
}

// The BERT of a language and what cuts its text into tokens.
class SentenceReader {
 public:
  SentenceReader(text::Language language, const BertStepOptions& options, const ThreadPool& pool)
      : folder_(language == text::Language::kZh ? options.bert_zh : options.bert_ja),
        encoder_(bert::OpenEncoder(folder_, pool)),
        vocabulary_(std::make_shared<text::WordPiece>(
            folder_ / "vocab.txt", /*lower_case=*/language == text::Language::kZh)) {
    const size_t channels = ChannelsOf(language);
    BV2_CHECK(encoder_.hidden() == channels,
              "the BERT in '{}' gives {} features, voices read {} for {}", folder_.string(),
              encoder_.hidden(), channels, text::LanguageName(language));
    BV2_CHECK(vocabulary_->size() <= encoder_.vocabulary(),
              "'{}': vocab.txt has {} tokens, the weights only {}", folder_.string(),
              vocabulary_->size(), encoder_.vocabulary());
    if (language == text::Language::kJp)
      japanese_ = std::make_unique<text::ja::JapaneseFrontend>(
          options.frontends.data,
          text::ja::JapaneseOptions{.dictionary = {.folder = options.frontends.mecab_dictionary},
                                    .tokenizer = vocabulary_});
  }

  const bert::Encoder& encoder() const { return encoder_; }

  // Throws kInvalidArgument if the tokens are not those that word2ph was made for.
  std::vector<int64_t> Tokens(const Sentence& sentence) const {
    const std::string& text = sentence.utterance->phones.norm_text;
    const auto tokens = japanese_ ? japanese_->Pronounce(text).tokens : Characters(text);
    BV2_CHECK(tokens.size() + 2 == sentence.word2ph.size(),
              "the text '{}' has {} tokens, its word2ph {} entries, which must be two more; clean "
              "the list again with the same BERT and dictionary",
              text, tokens.size(), sentence.word2ph.size());
    BV2_CHECK(tokens.size() + 2 <= encoder_.max_tokens(),
              "the text has {} tokens, BERT takes {}; split the recording", tokens.size(),
              encoder_.max_tokens() - 2);
    return vocabulary_->Ids(tokens);
  }

 private:
  fs::path folder_;
  bert::Encoder encoder_;
  std::shared_ptr<const text::WordPiece> vocabulary_;
  std::unique_ptr<const text::ja::JapaneseFrontend> japanese_;
};

class Step {
 public:
  Step(const model::DataConfig& config, const BertStepOptions& options, const ThreadPool& pool,
       Tally& tally)
      : config_(config), options_(options), pool_(pool), tally_(tally) {}

  // Deals with what needs no BERT: lines that are up to date or wrong, and English.
  void Start(const CleanedUtterance& utterance) {
    const text::Language language = utterance.phones.language;
    text::PhoneIds ids = text::ToIds(utterance.phones);
    if (config_.add_blank) ids = text::AddBlanks(ids);
    const fs::path path = FeaturePath(utterance.audio, kSuffix);
    const size_t channels = ChannelsOf(language), phones = ids.phones.size();
    if (!options_.force && FeatureShape(path) == std::vector<size_t>{channels, phones})
      return tally_.UpToDate();
    if (language == text::Language::kEn) {
      WriteFeature(path, ZeroFeatures(channels, phones));
      return tally_.Written(0);
    }
    const std::lock_guard lock(mutex_);
    pending_[static_cast<size_t>(language)].push_back(
        {.utterance = &utterance, .word2ph = std::move(ids.word2ph)});
  }

  void Finish(text::Language language) {
    auto& sentences = pending_[static_cast<size_t>(language)];
    if (sentences.empty()) return;
    const SentenceReader reader(language, options_, pool_);
    pool_.ParallelFor(sentences.size(), [&](size_t i) {
      Try(*sentences[i].utterance, [&] { sentences[i].tokens = reader.Tokens(sentences[i]); });
    });
    std::erase_if(sentences, [](const Sentence& sentence) { return sentence.tokens.empty(); });
    std::ranges::sort(sentences, [](const Sentence& a, const Sentence& b) {
      return std::pair(b.tokens.size(), std::string_view(a.utterance->audio)) <
             std::pair(a.tokens.size(), std::string_view(b.utterance->audio));
    });
    for (std::span<const Sentence> rest = sentences; !rest.empty();) {
      size_t count = 0, tokens = 0;
      while (count < rest.size() &&
             (count == 0 || tokens + rest[count].tokens.size() <= kTokensAtOnce))
        tokens += rest[count++].tokens.size();
      ComputeBatch(rest.first(count), reader.encoder());
      rest = rest.subspan(count);
    }
  }

  template <typename Action>
  void Try(const CleanedUtterance& utterance, const Action& action) {
    try {
      action();
    } catch (const std::exception& error) {
      tally_.Failed(utterance.audio, error.what());
    }
  }

 private:
  void ComputeBatch(std::span<const Sentence> sentences, const bert::Encoder& encoder) {
    std::vector<int64_t> tokens;
    std::vector<size_t> lengths, firsts;
    for (const Sentence& sentence : sentences) {
      firsts.push_back(tokens.size());
      lengths.push_back(sentence.tokens.size());
      tokens.insert(tokens.end(), sentence.tokens.begin(), sentence.tokens.end());
    }
    const Arena::Scope scope(arena_);
    const View<float> features = arena_.Matrix(tokens.size(), encoder.hidden());
    encoder.Encode(tokens, lengths, features, {.pool = pool_, .arena = arena_});
    pool_.ParallelFor(sentences.size(), [&](size_t i) {
      Try(*sentences[i].utterance, [&] {
        Write(sentences[i], features.Rows(firsts[i], lengths[i]));
        tally_.Written(static_cast<double>(lengths[i]));
      });
    });
  }

  // Each token's row once for each of its phones.
  static void Write(const Sentence& sentence, View<const float> tokens) {
    std::vector<float> rows;
    size_t phones = 0;
    for (size_t i = 0; i < sentence.word2ph.size(); ++i) {
      for (int64_t k = 0; k < sentence.word2ph[i]; ++k)
        rows.insert(rows.end(), tokens[i].begin(), tokens[i].end());
      phones += static_cast<size_t>(sentence.word2ph[i]);
    }
    WriteFeature(FeaturePath(sentence.utterance->audio, kSuffix),
                 FeatureTensor({rows.data(), phones, tokens.cols()}, /*transposed=*/true));
  }

  const model::DataConfig& config_;
  const BertStepOptions& options_;
  const ThreadPool& pool_;
  Tally& tally_;
  Arena arena_;
  std::mutex mutex_;
  std::vector<Sentence> pending_[2];  // Chinese, Japanese
};

}  // namespace

StepSummary WriteBertFeatures(const model::DataConfig& config, const BertStepOptions& options,
                              const ThreadPool& pool, const StepProgress& progress) {
  const auto utterances = ReadTrainingLists(config, options.shard);
  std::vector<fs::path> outputs;
  for (const CleanedUtterance& utterance : utterances)
    if (utterance.audio.ends_with(".wav")) outputs.push_back(FeaturePath(utterance.audio, kSuffix));
  RemoveLeftovers(outputs);

  Tally tally(utterances.size(), progress);
  Step step(config, options, pool, tally);
  pool.ParallelFor(utterances.size(),
                   [&](size_t i) { step.Try(utterances[i], [&] { step.Start(utterances[i]); }); });
  for (const text::Language language : {text::Language::kZh, text::Language::kJp})
    step.Finish(language);
  return tally.Summary();
}

}  // namespace bv2::corpus
