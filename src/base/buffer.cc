#include "base/buffer.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace bv2 {
namespace {

constexpr size_t kHugePage = size_t{1} << 21;

}  // namespace

void* AllocateAligned(size_t bytes) {
  const bool huge = bytes >= kHugePage;
  void* memory = nullptr;
  if (::posix_memalign(&memory, huge ? kHugePage : kAlignment, bytes) != 0) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (huge) ::madvise(memory, bytes, MADV_HUGEPAGE);  // only advice; refusal changes nothing
#endif
  return memory;
}

void FreeAligned(void* memory) { std::free(memory); }

}  // namespace bv2
