#include "text/sorted_table.h"

#include <algorithm>

#include "base/error.h"

namespace bv2::text {
namespace {

// The bytes of the first character as one number, in the order of the bytes.
uint32_t FirstCharacter(std::string_view text) {
  const auto byte = [text](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned lead = byte(0);
  const size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint32_t packed = 0;
  for (size_t i = 0; i < 4; ++i) packed = packed << 8 | (i < length ? byte(i) : 0u);
  return packed;
}

size_t LineStart(std::string_view lines, size_t offset) {
  if (offset == 0) return 0;
  const size_t newline = lines.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// The start of the first line for which `before(line tail)` is false; the lines for which it is
// true come first. The tail begins `skip` bytes into the line and runs on past its end.
template <typename Before>
size_t PartitionPoint(std::string_view lines, size_t skip, Before before) {
  size_t low = 0;
  size_t high = lines.size();
  while (low < high) {
    const size_t middle = LineStart(lines, low + (high - low) / 2);
    if (before(lines.substr(std::min(middle + skip, lines.size())))) {
      low = lines.find('\n', middle) + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

SortedTable::SortedTable(const std::filesystem::path& path) : file_(path) {
  const std::string_view text = file_.text();
  const size_t header_end = text.find("\n\n");
  if (!text.starts_with('#') || header_end == std::string_view::npos || text.back() != '\n') {
    Fail(ErrorCode::kCorruptFile,
         "{} is not a text table: it lacks its '#' header or its last line is cut; install the "
         "data folder again",
         path.string());
  }
  records_ = text.substr(header_end + 2);
  for (size_t begin = 0; begin < records_.size(); begin = records_.find('\n', begin) + 1) {
    const uint32_t first = FirstCharacter(records_.substr(begin));
    if (blocks_.empty() || first != blocks_.back().first) blocks_.push_back({first, begin});
  }
}

std::string_view SortedTable::RecordsOfFirst(std::string_view key) const {
  const auto block =
      std::lower_bound(blocks_.begin(), blocks_.end(), FirstCharacter(key),
                       [](const Block& a, uint32_t first) { return a.first < first; });
  if (block == blocks_.end() || block->first != FirstCharacter(key)) return {};
  const size_t end = block + 1 == blocks_.end() ? records_.size() : block[1].begin;
  return records_.substr(block->begin, end - block->begin);
}

std::optional<std::string_view> SortedTable::Find(std::string_view key) const& {
  Walk walk(*this);
  if (!walk.Extend(key)) return std::nullopt;
  return walk.Fields();
}

std::vector<std::pair<std::string_view, std::string_view>> SortedTable::Records() const& {
  std::vector<std::pair<std::string_view, std::string_view>> result;
  for (std::string_view rest = records_; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const size_t tab = std::min(line.find('\t'), line.size());
    result.emplace_back(line.substr(0, tab), line.substr(std::min(tab + 1, line.size())));
    rest.remove_prefix(line.size() + 1);
  }
  return result;
}

bool SortedTable::Walk::Extend(std::string_view bytes) {
  if (depth_ == 0) records_ = table_.RecordsOfFirst(bytes);
  const size_t first = PartitionPoint(records_, depth_, [bytes](std::string_view tail) {
    return tail.substr(0, bytes.size()) < bytes;
  });
  records_.remove_prefix(first);
  records_ = records_.substr(0, PartitionPoint(records_, depth_, [bytes](std::string_view tail) {
                               return tail.substr(0, bytes.size()) == bytes;
                             }));
  depth_ += bytes.size();
  return !records_.empty();
}

std::optional<std::string_view> SortedTable::Walk::Fields() const {
  // A tab is less than any byte of a key, so the key itself comes first.
  const std::string_view line = records_.substr(0, records_.find('\n'));
  if (line.size() <= depth_ || line[depth_] != '\t') return std::nullopt;
  return line.substr(depth_ + 1);
}

}  // namespace bv2::text
