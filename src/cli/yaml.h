#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bv2::cli {

// A value of a YAML document, of which JSON is a part. All scalars are texts: what they mean is for
// who reads them to say.
struct YamlNode {
  enum class Kind { kScalar, kList, kMap };

  Kind kind = Kind::kScalar;
  size_t line = 0;    // from 1
  bool null = false;  // a scalar that was left out, or `null` or `~` without quotes
  std::string text = {};
  std::vector<YamlNode> items = {};
  std::vector<std::pair<YamlNode, YamlNode>> fields = {};  // in order, each key once
};

// The one document of a file. What a file of options needs no more than a program that reads it, is
// refused: anchors and aliases, tags, nesting deeper than eight, more than a megabyte.
// Throws kNotFound, kIo; kInvalidArgument naming the file and line.
YamlNode ReadYaml(const std::filesystem::path& file);
//   name  stands for the file in errors
YamlNode ParseYaml(std::string_view document, std::string_view name);

}  // namespace bv2::cli
