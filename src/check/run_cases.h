#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "check/case.h"
#include "check/outcome.h"

namespace bv2::check {

// How cases of one kind are checked. Throws Error or another exception for a malformed case and
// Skipped for one that is not ours.
struct Kind {
  std::string name;
  std::function<Outcome(const Case&)> check;
};

struct Summary {
  size_t ok = 0;
  size_t failed = 0;
  size_t skipped = 0;
};

// Runs the cases of a golden folder whose name fits the filter (a part of it, or a pattern) and
// reports each as it ends. A case that is malformed, or makes us throw, fails with the reason; one
// of an unknown kind is skipped. Throws kNotFound when the folder has no cases.
Summary RunCases(const std::filesystem::path& golden, std::string_view filter,
                 std::span<const Kind> kinds, const std::function<void(const Outcome&)>& report);

}  // namespace bv2::check
