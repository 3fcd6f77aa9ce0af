#pragma once

#include <functional>
#include <span>

namespace bv2::vits {

// Receives finished samples in [-1, 1], in order. The span is valid during the call.
using SampleSink = std::function<void(std::span<const float>)>;

}  // namespace bv2::vits
