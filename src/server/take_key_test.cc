#include "server/take_key.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>
#include <vector>

#include "tests/support/test_support.h"

namespace bv2::server {
namespace {

synth::Request Request() { return {.text = "a", .seed = 1}; }

synth::Pronunciation Piece(const char* phone) {
  text::Phones phones;
  phones.language = text::Language::kEn;
  phones.phones = {phone};
  return {.text = "a", .spans = {phones}};
}

TEST(TakeKeyTest, EveryParameterMatters) {
  const std::vector<std::function<void(synth::Request&)>> changes = {
      [](auto&) {},
      [](auto& say) { say.text = "b"; },
      [](auto& say) { say.phones = {Piece("ah")}; },
      [](auto& say) { say.phones = {Piece("eh")}; },
      [](auto& say) {
        say.phones = {Piece("eh"), Piece("eh")};
      },
      [](auto& say) { say.speaker = "b"; },
      [](auto& say) { say.language = text::Language::kJp; },
      [](auto& say) { say.language = std::nullopt; },
      [](auto& say) { say.normalization = text::Normalization::kUpstream; },
      [](auto& say) { say.foreign = text::Foreign::kDrop; },
      [](auto& say) { say.sdp_ratio = 0.21f; },
      [](auto& say) { say.noise_scale = 0.21f; },
      [](auto& say) { say.noise_scale_w = 0.21f; },
      [](auto& say) { say.length_scale = 0.21f; },
      [](auto& say) { say.bert_weight = 0.21f; },
      [](auto& say) { say.pause_seconds = 0.21f; },
      [](auto& say) { say.sentence_pause_seconds = 0.21f; },
      [](auto& say) { say.paragraph_pause_seconds = 0; },
      [](auto& say) { say.early_start = true; },
      [](auto& say) { say.seed = 2; }};
  std::set<std::string> keys = {TakeKey("other voice", Request())};
  for (const auto& change : changes) {
    synth::Request say = Request();
    change(say);
    keys.insert(TakeKey("voice", say));
    EXPECT_EQ(TakeKey("voice", say), TakeKey("voice", say));
  }
  EXPECT_EQ(keys.size(), changes.size() + 1);
}

TEST(TakeKeyTest, TheSmallestDifferenceMatters) {
  synth::Request near = Request();
  near.length_scale = std::nextafter(near.length_scale, 2.0f);
  EXPECT_NE(TakeKey("voice", near), TakeKey("voice", Request()));
}

TEST(TakeKeyTest, NoNamePassesForAnother) {
  synth::Request one = Request(), two = Request();
  one.speaker = "a\n1 b";
  one.text = "c";
  two.speaker = "a";
  two.text = "b\n1 c";
  EXPECT_NE(TakeKey("voice", one), TakeKey("voice", two));
}

TEST(TakeKeyTest, WithoutASeedThereIsNone) {
  const synth::Request say = {.text = "a"};
  test::ExpectError(ErrorCode::kInvalidArgument, "seed", [&] { TakeKey("voice", say); });
}

}  // namespace
}  // namespace bv2::server
