#include "corpus/bert_features.h"

#include "base/file.h"
#include "bert/bert_model.h"
#include "corpus/feature_file.h"
#include "corpus/sentence_bert.h"
#include "model/safetensors.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"
#include "text/tokenize/word_piece.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kChinese = "Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1";
constexpr const char* kShort = "Ann|ZH|你|_ n i _|0 3 3 0|1 2 1";
constexpr const char* kEnglish = "Ann|EN|hi|_ hh ay _|0 0 2 0|1 1 1 1";
constexpr const char* kJapanese = "Ann|JP|はい|_ h a i _|0 0 0 0 0|1 3 1";

class WriteBertFeaturesTest : public testing::Test {
 protected:
  WriteBertFeaturesTest() {
    config_.training_files = (folder_ / "train.list").string();
    config_.validation_files = (folder_ / "val.list").string();
    ReplaceFile(folder_ / "val.list", "");
    options_ = {.bert_zh = test::TestData("voices/noise/bert"),
                .bert_ja = folder_ / "bert-ja",
                .frontends = {.data = test::ProductData("")}};
  }

  // a.wav, b.wav, … with the other fields of these lines. The recordings are not looked at.
  void List(const std::vector<std::string>& lines) {
    std::string content;
    char name = 'a';
    for (const std::string& line : lines)
      content += (folder_ / std::string(1, name++)).string() + ".wav|" + line + "\n";
    ReplaceFile(folder_ / "train.list", content);
  }
  StepSummary Run() {
    return WriteBertFeatures(config_, options_, pool_, [](size_t, size_t) {});
  }
  std::optional<std::vector<size_t>> Shape(const char* name) {
    return FeatureShape(folder_ / name);
  }
  static std::vector<float> Values(const fs::path& path) {
    const auto file = model::TensorFile::Open(path);
    std::vector<float> values(file->Find("")->size());
    model::ToFloats(*file->Find(""), values);
    return values;
  }

  // A BERT whose features are its normed embeddings, 768 a token.
  void WriteJapaneseBert() {
    constexpr size_t kHidden = 768, kTokens = 6;
    fs::create_directories(options_.bert_ja);
    ReplaceFile(options_.bert_ja / "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nはい\n世界\n");
    ReplaceFile(options_.bert_ja / "config.json",
                R"({"model_type": "bert", "hidden_act": "gelu", "hidden_size": 768,
                    "intermediate_size": 8, "num_attention_heads": 2, "num_hidden_layers": 2,
                    "max_position_embeddings": 16})");
    model::Safetensors file;
    const auto add = [&](const std::string& name, std::vector<size_t> shape, size_t size) {
      std::vector<float> values(size);
      for (size_t i = 0; i < size; ++i) values[i] = static_cast<float>(i * 7 % 13) - 6;
      file.tensors.emplace_back("bert.embeddings." + name, model::TensorOfFloats(shape, values));
    };
    add("word_embeddings.weight", {kTokens, kHidden}, kTokens * kHidden);
    add("position_embeddings.weight", {16, kHidden}, 16 * kHidden);
    add("token_type_embeddings.weight", {2, kHidden}, 2 * kHidden);
    add("LayerNorm.weight", {kHidden}, kHidden);
    add("LayerNorm.bias", {kHidden}, kHidden);
    model::WriteSafetensors(options_.bert_ja / "model.safetensors", file);
  }

  test::TemporaryFolder folder_;
  ThreadPool pool_{2};
  model::DataConfig config_;
  BertStepOptions options_;
};

TEST_F(WriteBertFeaturesTest, RepeatsEachTokensFeaturesForItsPhonesAndBlanks) {
  List({kChinese, kShort});
  const StepSummary summary = Run();
  EXPECT_EQ(summary.written, 2u);
  EXPECT_EQ(summary.amount, 4 + 3);
  EXPECT_EQ(Shape("a.bert.pt"), (std::vector<size_t>{1024, 13}));
  EXPECT_EQ(Shape("b.bert.pt"), (std::vector<size_t>{1024, 9}));
  const auto file = model::TensorFile::Open(folder_ / "a.bert.pt");
  EXPECT_EQ(file->Find("")->strides, (std::vector<size_t>{1, 1024}));

  const bert::Encoder encoder = bert::OpenEncoder(options_.bert_zh, pool_);
  const auto ids = text::WordPiece(options_.bert_zh / "vocab.txt").Ids({"你", "好"});
  Matrix tokens(4, 1024);
  Arena arena;
  encoder.Encode(ids, tokens, {.pool = pool_, .arena = arena});
  const size_t token_of_phone[] = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3};
  const std::vector<float> values = Values(folder_ / "a.bert.pt");
  for (size_t t = 0; t < 13; ++t)
    for (size_t c = 0; c < 1024; ++c)
      ASSERT_NEAR(values[c * 13 + t], tokens(token_of_phone[t], c), 1e-5F) << t << ' ' << c;
}

TEST_F(WriteBertFeaturesTest, KeepsWhatHasTheRightShape) {
  List({kChinese, kShort, kEnglish});
  EXPECT_EQ(Run().written, 3u);
  EXPECT_EQ(Shape("c.bert.pt"), (std::vector<size_t>{1024, 9}));
  EXPECT_EQ(Run().up_to_date, 3u);
  const std::string good = ReadFile(folder_ / "a.bert.pt");
  fs::resize_file(folder_ / "a.bert.pt", 5000);
  fs::remove(folder_ / "b.bert.pt");
  ReplaceFile(folder_ / "b.bert.pt.AbCdEf.tmp", "half");
  WriteFeature(folder_ / "c.bert.pt", ZeroFeatures(1024, 8));
  EXPECT_EQ(Run().written, 3u);
  EXPECT_EQ(ReadFile(folder_ / "a.bert.pt"), good);
  EXPECT_FALSE(fs::exists(folder_ / "b.bert.pt.AbCdEf.tmp"));
  options_.force = true;
  EXPECT_EQ(Run().written, 3u);
  options_.force = false;
  config_.add_blank = false;
  EXPECT_EQ(Run().written, 3u);
  EXPECT_EQ(Shape("a.bert.pt"), (std::vector<size_t>{1024, 6}));
}

TEST_F(WriteBertFeaturesTest, TakesTheOriginalsFiles) {
  List({"Ann|ZH|你|_ a _|0 1 0|1 1 1"});
  fs::copy_file(test::TestData("golden/cache/a.bert.pt"), folder_ / "a.bert.pt");
  options_.bert_zh = folder_ / "absent";  // is not needed
  EXPECT_EQ(Run().up_to_date, 1u);
}

TEST_F(WriteBertFeaturesTest, FindsTheTokensOfJapaneseAgain) {
  WriteJapaneseBert();
  List({kJapanese, "Ann|JP|はい|_ h a i _|0 0 0 0 0|1 2 1 1"});
  const StepSummary summary = Run();
  EXPECT_EQ(summary.written, 1u);
  EXPECT_EQ(Shape("a.bert.pt"), (std::vector<size_t>{768, 11}));
  ASSERT_EQ(summary.failures.size(), 1u);
  EXPECT_NE(summary.failures[0].reason.find("clean the list again with the same BERT"),
            std::string::npos)
      << summary.failures[0].reason;
}

TEST_F(WriteBertFeaturesTest, ManySentencesGiveWhatEachGivesAlone) {
  std::string characters, phones, tones, counts;
  for (int i = 0; i < 100; ++i) {
    characters += i % 2 == 0 ? "你" : "好";
    phones += " a", tones += " 1", counts += " 1";
  }
  const std::string line =
      "Ann|ZH|" + characters + "|_" + phones + " _|0" + tones + " 0|1" + counts + " 1";
  List({line, kShort, line, kChinese, line, line, line, line});  // more than goes at once
  EXPECT_EQ(Run().written, 8u);
  const auto together = Values(folder_ / "d.bert.pt"), first = Values(folder_ / "a.bert.pt");
  EXPECT_EQ(first, Values(folder_ / "h.bert.pt"));
  fs::remove(folder_ / "d.bert.pt");
  EXPECT_EQ(Run().written, 1u);
  const auto alone = Values(folder_ / "d.bert.pt");
  for (size_t i = 0; i < alone.size(); ++i) ASSERT_NEAR(alone[i], together[i], 1e-5F);
}

// What training does where files are missing.
TEST_F(WriteBertFeaturesTest, OnDemandTheyAreTheSame) {
  WriteJapaneseBert();
  List({kChinese, kJapanese});
  const BertOnDemand on_demand(
      {.zh = options_.bert_zh, .ja = options_.bert_ja, .frontends = options_.frontends}, 2);
  const auto utterances = ReadCleanedList(config_.training_files);
  // Several threads may meet the same file.
  ThreadPool(4).ParallelFor(8, [&](size_t i) {
    const CleanedUtterance& utterance = utterances[i % 2];
    const auto ids = text::AddBlanks(text::ToIds(utterance.phones));
    on_demand.Make(utterance, ids.word2ph);
  });
  const std::string chinese = ReadFile(folder_ / "a.bert.pt");
  const std::string japanese = ReadFile(folder_ / "b.bert.pt");
  EXPECT_EQ(Run().up_to_date, 2u);
  options_.force = true;
  EXPECT_EQ(Run().written, 2u);
  EXPECT_EQ(ReadFile(folder_ / "a.bert.pt"), chinese);
  EXPECT_EQ(ReadFile(folder_ / "b.bert.pt"), japanese);
  // Where nothing can be written they are used all the same.
  CleanedUtterance elsewhere = utterances[0];
  elsewhere.audio = "/nowhere/a.wav";
  const auto ids = text::AddBlanks(text::ToIds(elsewhere.phones));
  EXPECT_EQ(on_demand.Make(elsewhere, ids.word2ph).shape, (std::vector<size_t>{1024, 13}));
}

TEST_F(WriteBertFeaturesTest, ReportsWhatFailsAndGoesOn) {
  std::string endless = "Ann|ZH|";
  std::string phones, tones, counts;
  for (int i = 0; i < 200; ++i) endless += "好", phones += " a", tones += " 1", counts += " 1";
  List({kChinese, "Ann|ZH|你|_ n xx _|0 3 3 0|1 2 1", "Ann|ZH|你好吗|_ n i _|0 3 3 0|1 2 1",
        endless + "|_" + phones + " _|0" + tones + " 0|1" + counts + " 1"});
  const StepSummary summary = Run();
  EXPECT_EQ(summary.written, 1u);
  ASSERT_EQ(summary.failures.size(), 3u);
  EXPECT_NE(summary.failures[0].reason.find("'xx' is not a phone"), std::string::npos);
  EXPECT_NE(summary.failures[1].reason.find("has 3 tokens, its word2ph 3"), std::string::npos);
  EXPECT_NE(summary.failures[2].reason.find("BERT takes 126"), std::string::npos);
}

TEST_F(WriteBertFeaturesTest, RefusesABertOfAnotherKind) {
  List({kChinese});
  options_.bert_zh = folder_ / "absent";
  test::ExpectError(ErrorCode::kNotFound, "absent", [&] { Run(); });
  WriteJapaneseBert();
  options_.bert_zh = options_.bert_ja;
  test::ExpectError(ErrorCode::kInvalidArgument, "gives 768 features, voices read 1024 for ZH",
                    [&] { Run(); });
}

TEST_F(WriteBertFeaturesTest, ShardsTogetherAreTheWhole) {
  List({kChinese, kShort, kEnglish});
  options_.shard = {1, 2};
  EXPECT_EQ(Run().written, 1u);
  options_.shard = {0, 2};
  EXPECT_EQ(Run().written, 2u);
  options_.shard = {};
  EXPECT_EQ(Run().up_to_date, 3u);
}

}  // namespace
}  // namespace bv2::corpus
