#pragma once

#include <span>

#include "base/context.h"
#include "base/view.h"
#include "nn/conv1d.h"

namespace bv2::vits {

// Adds projection(speaker) to every row of x.   speaker [gin]   x [T][projection.out()]
void AddSpeaker(const nn::Conv1d& projection, std::span<const float> speaker, View<float> x,
                const Context& context);

}  // namespace bv2::vits
