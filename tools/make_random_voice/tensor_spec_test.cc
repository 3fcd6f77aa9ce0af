#include "make_random_voice/tensor_spec.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "base/error.h"
#include "tests/support/test_support.h"

namespace bv2::tools {
namespace {

Json Recipe(const std::string& name) {
  return Json::ParseFile(std::string(BV2_RECIPES) + "/" + name);
}

TEST(VoiceTensors, AreThoseOfAPublishedCheckpoint) {
  std::set<std::string> expected;
  std::ifstream file(test::TestData("tensors_1.1.1.txt"));
  for (std::string line; std::getline(file, line);) expected.insert(line);
  ASSERT_EQ(expected.size(), 1022);

  std::set<std::string> made;
  for (const TensorSpec& spec : VoiceTensors(Recipe("full.json").At("voice")))
    EXPECT_TRUE(made.insert(fmt::format("{} [{}]", spec.name, fmt::join(spec.shape, ", "))).second)
        << spec.name << " twice";
  EXPECT_EQ(made, expected);
}

TEST(BertTensors, StopWhereTheFeaturesAreTaken) {
  std::set<std::string> names;
  for (const TensorSpec& spec : BertTensors(Recipe("full.json").At("bert")))
    names.insert(spec.name);
  EXPECT_EQ(names.size(), 5 + 22 * 16);
  EXPECT_TRUE(names.contains("bert.encoder.layer.21.output.LayerNorm.bias"));
  EXPECT_FALSE(names.contains("bert.encoder.layer.22.output.LayerNorm.bias"));
}

}  // namespace
}  // namespace bv2::tools
