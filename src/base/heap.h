#pragma once

namespace bv2 {

// Lets the heap of a program that is about to open a voice use huge pages, where the C library and
// the system can. A small voice is hundreds of buffers, none as large as such a page, and opening
// it spends a third of its time on the faults of small ones. Call it before threads are started; it
// changes nothing but speed. For programs, not for libraries.
void UseHugePagesForHeap();

}  // namespace bv2
