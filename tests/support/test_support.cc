#include "tests/support/test_support.h"

#include <unistd.h>

namespace bv2::test {

std::filesystem::path TestData(std::string_view relative) {
  return std::filesystem::path(BV2_TEST_DATA) / relative;
}

std::filesystem::path ProductData(std::string_view relative) {
  return std::filesystem::path(BV2_DATA) / relative;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "bv2-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace bv2::test
