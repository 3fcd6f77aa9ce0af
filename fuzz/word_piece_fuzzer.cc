#include "fuzz/fuzz.h"
#include "text/tokenize/word_piece.h"

// Any bytes are a text: tokens of the vocabulary between [CLS] and [SEP].
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bv2::text::WordPiece tokenizer(BV2_VOCAB);
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<int64_t> ids = tokenizer.Encode(text);
  bv2::fuzz::Require(ids.size() >= 2 && ids.front() == 101 && ids.back() == 102);
  for (const int64_t id : ids) {
    bv2::fuzz::Require(id >= 0 && id < static_cast<int64_t>(tokenizer.size()));
  }
  return 0;
}
