#pragma once

namespace bv2 {

// Lets the heap of a program that is about to open a voice use huge pages, where the C library and
// the system can. A small voice is hundreds of buffers, none as large as such a page, and opening
// it spends a third of its time on the faults of small ones. Call it before threads are started; it
// changes nothing but speed. For programs, not for libraries.
void UseHugePagesForHeap();

// Has the threads of a server share two heaps, where the C library would give each of the many that
// come and go one of up to eight a core, which all keep what their busiest moment took. Call it
// before threads are started.
void ShareHeaps();

}  // namespace bv2
