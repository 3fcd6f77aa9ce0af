#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "check/outcome.h"

namespace bv2::check {

struct Options {
  std::filesystem::path golden;     // a folder in the layout of the golden data
  std::string filter = {};          // only cases whose name matches: a part of it, or a pattern
  std::filesystem::path data = {};  // the frontends' tables; empty: text cases are skipped
  std::filesystem::path bert = {};  // folder with the Chinese BERT's vocab.txt; may be empty
};

struct Summary {
  size_t ok = 0;
  size_t failed = 0;
  size_t skipped = 0;
};

// Runs every case of a golden folder and reports each as it ends. A case that is malformed, or
// makes us throw, fails with the reason. Throws kNotFound when the folder has no cases.
Summary Run(const Options& options, const std::function<void(const Outcome&)>& report);

}  // namespace bv2::check
