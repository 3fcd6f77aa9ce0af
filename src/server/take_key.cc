#include "server/take_key.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/json.h"
#include "synth/pronunciation_json.h"

namespace bv2::server {

std::string TakeKey(std::string_view voice, const synth::Request& say) {
  // All members by name: one that is added must come into the key.
  const auto& [text, phones, speaker, language, normalization, foreign, dictionary, sdp_ratio,
               noise_scale, noise_scale_w, length_scale, bert_weight, pause, sentence_pause,
               paragraph_pause, early_start, seed] = say;
  BV2_CHECK(seed.has_value() && dictionary == nullptr,
            "only takes with a seed and without a dictionary have a key");
  std::string key = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {} {} {}\n", language ? static_cast<int>(*language) : -1,
      static_cast<int>(normalization), static_cast<int>(foreign), sdp_ratio, noise_scale,
      noise_scale_w, length_scale, bert_weight, pause, sentence_pause, paragraph_pause.value_or(-1),
      early_start, *seed);
  // With their lengths, so that none can pass for the end of one and the start of the next.
  for (const std::string_view name : {voice, std::string_view(speaker), std::string_view(text)})
    key += fmt::format("{} {}\n", name.size(), name);
  for (const synth::Pronunciation& piece : phones) key += synth::ToJson(piece).Dump() + '\n';
  return key;
}

}  // namespace bv2::server
