#pragma once

#include <cstddef>
#include <string_view>

namespace bv2::corpus {

// One of `count` parts of a corpus. The jobs of an array take one part each and need no other
// coordination: item i of the sorted corpus belongs to part i modulo count.
struct Shard {
  size_t index = 0;
  size_t count = 1;

  bool Has(size_t item) const { return item % count == index; }
};

// "i/n" with 0 <= i < n. Throws kInvalidArgument for anything else.
Shard ParseShard(std::string_view text);

}  // namespace bv2::corpus
