#include "kernels/instruction_set.h"

#include <cctype>
#include <cstdint>

#include "base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/instruction_set.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h, which defines the targets that are compiled:
#include "hwy/highway.h"

#if HWY_ONCE
namespace bv2::kernels {
namespace {

std::string Name(int64_t target) {
  std::string name = hwy::TargetName(target);
  for (char& letter : name) letter = static_cast<char>(std::tolower(letter));
  return name;
}

}  // namespace

std::vector<std::string> InstructionSets() {
  std::vector<std::string> names;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) names.push_back(Name(target));
  return names;
}

void LimitInstructionSet(const std::string& name) {
  int64_t better = 0;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (Name(target) == name) {
      hwy::DisableTargets(better);
      return;
    }
    better |= target;
  }
  Fail(ErrorCode::kInvalidArgument, "the instruction set '{}' is not at hand", name);
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
