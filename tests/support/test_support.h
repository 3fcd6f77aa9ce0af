#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace bv2::test {

// A file of tests/data, or of data/.
std::filesystem::path TestData(std::string_view relative);
std::filesystem::path ProductData(std::string_view relative);

// A fresh folder, removed with everything in it at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Expects `action` to throw Error with this code and a message containing `fragment`.
template <typename Action>
void ExpectError(ErrorCode code, std::string_view fragment, Action&& action) {
  try {
    action();
    ADD_FAILURE() << "no error; expected one containing: " << fragment;
  } catch (const Error& error) {
    EXPECT_STREQ(ErrorCodeName(error.code()), ErrorCodeName(code)) << error.what();
    EXPECT_NE(std::string_view(error.what()).find(fragment), std::string_view::npos)
        << error.what() << "\n  lacks: " << fragment;
  }
}

}  // namespace bv2::test
