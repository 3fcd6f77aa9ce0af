#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/en/normalize.h"
#include "text/en/parts.h"
#include "text/en/pronouncer.h"
#include "text/en/tokens.h"
#include "text/frontend.h"
#include "text/options.h"

namespace bv2::text::en {

// English text → phones and words. One entry of word2ph a phone, as no BERT is used.
// Source: text/english.py of Bert-VITS2 1.1.1, with g2p_en beneath it; with
// Normalization::kUpstream the phones are its own, apart from words in no dictionary, and there is
// no padding at the ends.
class EnglishFrontend : public Frontend {
 public:
  // `data_dir` has the tables in en/; they stay mapped, not loaded. Throws kNotFound, kIo,
  // kCorruptFile.
  explicit EnglishFrontend(const std::filesystem::path& data_dir,
                           Normalization normalization = Normalization::kDefault);

  using Frontend::ToPhones;
  Phones ToPhones(const Passage& passage) const override;

 private:
  Passage WithFullStops(Passage passage) const;
  Phones Pronounce(std::string norm_text, const std::vector<GivenWord>& given) const;
  Phones PronounceUpstream(std::string_view text, const std::vector<GivenWord>& given) const;
  void Say(const Token& token, std::string_view text, Phones& result) const;
  void SayRest(std::string_view rest, const Token& whole, Phones& result) const;
  void SayUpstream(std::string_view piece, Phones& result) const;

  Normalization normalization_;
  Pronouncer pronouncer_;
  Normalizer normalizer_;
};

}  // namespace bv2::text::en
