#include "board/python_text.h"

#include <cmath>

#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

// Each as Python 3.11 prints it.
TEST(PythonText, Numbers) {
  EXPECT_EQ(PythonText(2.0), "2.0");
  EXPECT_EQ(PythonText(-0.0), "-0.0");
  EXPECT_EQ(PythonText(0.0001), "0.0001");
  EXPECT_EQ(PythonText(0.00001), "1e-05");
  EXPECT_EQ(PythonText(1e15), "1000000000000000.0");
  EXPECT_EQ(PythonText(1e16), "1e+16");
  EXPECT_EQ(PythonText(static_cast<double>(2.983528F)), "2.983527898788452");
  EXPECT_EQ(PythonText(NAN), "nan");
  EXPECT_EQ(PythonText(-INFINITY), "-inf");
}

TEST(PythonText, Values) {
  const Json value = Json::Parse(
      R"({"train": {"betas": [0.8, 0.99], "fp16_run": false, "n": null}, "s": "it's \"so\"\n",
          "q": "it's", "spk2id": {"小明": 0}, "b": true})",
      "x");
  EXPECT_EQ(PythonText(value),
            R"({'train': {'betas': [0.8, 0.99], 'fp16_run': False, 'n': None}, )"
            R"('s': 'it\'s "so"\n', 'q': "it's", 'spk2id': {'小明': 0}, 'b': True})");
}

}  // namespace
}  // namespace bv2::board
