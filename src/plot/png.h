#pragma once

#include <string>

#include "plot/image.h"

namespace bv2::plot {

// The bytes of a PNG file, 8-bit RGB. The same image gives the same bytes.
// Source: PNG specification, second edition (W3C 2003).
std::string EncodePng(const Image& image);

}  // namespace bv2::plot
