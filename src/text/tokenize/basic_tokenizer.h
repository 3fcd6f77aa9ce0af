#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bv2::text {

// Splits a text into the words BERT's vocabulary is applied to: control characters go, Chinese
// characters and punctuation stand alone, everything else is split at white space and, with
// `lower_case`, made lower case without accents. Words come back as code points.
// Source: BERT (google-research/bert, tokenization.py), as transformers' BertTokenizer does it.
std::vector<std::u32string> BasicTokens(std::string_view text, bool lower_case = true);

}  // namespace bv2::text
