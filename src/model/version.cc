#include "model/version.h"

#include <vector>

#include "model/tensor_file.h"

namespace bv2::model {
namespace {

// A tensor that a version has, and the extent of one of its dimensions (0: any).
struct Mark {
  const char* tensor;
  size_t axis = 0;
  size_t extent = 0;
};

struct Row {
  const char* version;
  std::vector<Mark> present;
  std::vector<const char*> absent = {};
};

constexpr const char* kSymbols = "enc_p.emb.weight";
constexpr const char* kZh = "enc_p.bert_proj.weight";
constexpr const char* kJa = "enc_p.ja_bert_proj.weight";
constexpr const char* kEn = "enc_p.en_bert_proj.weight";
constexpr const char* kStyle = "enc_p.style_proj.weight";
constexpr const char* kClap = "enc_p.in_feature_net.0.weight";
constexpr const char* kOnePeriod = "discriminators.1.convs.0.bias";

// The first row whose marks are all there names the file. What the versions added, in time:
//   1.0   Chinese BERT (1024) on VITS2;    108 symbols, 11 tones, 3 transformer layers in the flow
//   1.1   Japanese BERT (768);             112 symbols, 6 layers in the flow (1.1.1: the same)
//   2.0   Japanese BERT now 1024, English BERT 1024; 12 tones, 4 layers in the flow
//   2.1   emotion embedding (emo_proj)
//   2.2   CLAP audio embedding instead (in_feature_net, emo_vq)
//   2.3   without CLAP: its generator has the tensors of 2.0; from then on a WavLM discriminator
//   Extra, JP-Extra, …: one language and one BERT, CLAP, 6 layers in the flow
//   Style-Bert-VITS2: a style vector (style_proj) in the place of emotions
const std::vector<Row>& Table() {
  static const std::vector<Row> table = {
      {"Style-Bert-VITS2", {{kStyle}, {kEn}}},
      {"Style-Bert-VITS2 JP-Extra", {{kStyle}}, {kEn}},
      {"Bert-VITS2 Extra or ZH-CLAP", {{kClap}, {"enc_p.bert_pre_proj.weight"}}},
      {"Bert-VITS2 ZH-BGE", {{kClap}, {"enc_p.in_feature_net.6.weight"}}, {kJa}},
      {"Bert-VITS2 JP-Extra", {{kClap}}, {kJa}},
      {"Bert-VITS2 2.2", {{kClap}, {kEn}}},
      {"Bert-VITS2 2.1", {{"enc_p.emo_proj.weight"}, {kEn}}},
      {"Bert-VITS2 2.0 or 2.3 (their generators have the same tensors)", {{kEn}, {kJa}}},
      {"Bert-VITS2 1.1",
       {{kSymbols, 0, 112}, {"enc_p.tone_emb.weight", 0, 11}, {kZh, 1, 1024}, {kJa, 1, 768}}},
      {"Bert-VITS2 1.0", {{kSymbols}, {"enc_p.tone_emb.weight", 0, 11}, {kZh, 1, 1024}}, {kJa}},
      {"an unknown relative of Bert-VITS2", {{kSymbols}, {kZh}}},
      {"a VITS voice without BERT", {{"enc_p.emb.weight"}, {"dec.conv_pre.weight"}}},
      {"an incomplete voice of Bert-VITS2", {{kSymbols}}},
      {"a waveform discriminator (D_*.pth) of Bert-VITS2",
       {{"discriminators.0.convs.0.bias"}, {kOnePeriod}}},
      {"a duration discriminator (DUR_*.pth) of Bert-VITS2",
       {{"dur_proj.weight"}, {"conv_1.weight"}}},
      {"a BERT model", {{"bert.embeddings.word_embeddings.weight"}}},
      {"a BERT model", {{"embeddings.word_embeddings.weight"}}},
      {"a DeBERTa model", {{"deberta.embeddings.word_embeddings.weight"}}},
  };
  return table;
}

bool Matches(const TensorFile& file, const Row& row) {
  for (const Mark& mark : row.present) {
    const Tensor* tensor = file.Find(mark.tensor);
    if (tensor == nullptr) return false;
    if (mark.extent == 0) continue;
    if (tensor->shape.size() <= mark.axis || tensor->shape[mark.axis] != mark.extent) return false;
  }
  for (const char* name : row.absent)
    if (file.Find(name) != nullptr) return false;
  return true;
}

}  // namespace

std::string DetectVersion(const TensorFile& file) {
  for (const Row& row : Table())
    if (Matches(file, row)) return row.version;
  return "";
}

bool IsRunnableVoice(const TensorFile& file) {
  const std::string version = DetectVersion(file);
  if (version == "Bert-VITS2 1.1") return true;
  constexpr size_t kSymbolsOf11 = 112;
  return version == "Bert-VITS2 1.0" && file.Find(kSymbols)->shape[0] == kSymbolsOf11;
}

}  // namespace bv2::model
