#include "base/heap.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace bv2 {

void UseHugePagesForHeap() {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  constexpr int kMegabyte = 1 << 20;
  constexpr uintptr_t kHugePage = 2 * kMegabyte;
  // One heap, which all threads share, grows by far more than is asked for (address space, not
  // memory), and keeps what is freed for the next buffer.
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_MMAP_THRESHOLD, 2 * kMegabyte);  // larger ones are apart, and given back
  ::mallopt(M_TRIM_THRESHOLD, 1024 * kMegabyte);
  ::mallopt(M_TOP_PAD, 128 * kMegabyte);
  void* const grow = std::malloc(kMegabyte);
  const auto inside = reinterpret_cast<uintptr_t>(grow);
  const auto end = reinterpret_cast<uintptr_t>(::sbrk(0));
  std::free(grow);
  ::mallopt(M_TOP_PAD, kMegabyte);
  const uintptr_t begin = (inside + kHugePage - 1) / kHugePage * kHugePage;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

void ShareHeaps() {
#if defined(__GLIBC__)
  ::mallopt(M_ARENA_MAX, 2);
#endif
}

}  // namespace bv2
