#include "model/version.h"

#include "model/tensor_file.h"

namespace bv2::model {

std::string DetectVersion(const TensorFile& file) {
  if (file.Find("enc_p.emb.weight") == nullptr) return "";
  return file.Find("enc_p.ja_bert_proj.weight") != nullptr ? "Bert-VITS2 1.1" : "Bert-VITS2 1.0";
}

}  // namespace bv2::model
