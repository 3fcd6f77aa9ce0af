#include "corpus/shard.h"

#include <charconv>

#include "base/check.h"

namespace bv2::corpus {
namespace {

bool ParseNumber(std::string_view text, size_t& number) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stopped == end;
}

}  // namespace

Shard ParseShard(std::string_view text) {
  const size_t slash = text.find('/');
  Shard shard;
  const bool right = slash != text.npos && ParseNumber(text.substr(0, slash), shard.index) &&
                     ParseNumber(text.substr(slash + 1), shard.count) && shard.index < shard.count;
  BV2_CHECK(right, "'{}' is not a shard; write i/n with i from 0 to n - 1, such as 0/4", text);
  return shard;
}

}  // namespace bv2::corpus
