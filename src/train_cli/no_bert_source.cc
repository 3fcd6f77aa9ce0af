// Stands in for bert_source.cc in a lean build (BV2_TRAIN_LEAN).

#include "base/error.h"
#include "train_cli/bert_options.h"

namespace bv2::train_cli {

train::BertSource SourceOf(const BertOptions& options, size_t) {
  if (options.zh.empty() && options.ja.empty()) return {};
  Fail(ErrorCode::kUnsupported,
       "this program was built to train only (BV2_TRAIN_LEAN) and opens no BERT; run bertvits2 "
       "bert-gen where the corpus is prepared");
}

}  // namespace bv2::train_cli
