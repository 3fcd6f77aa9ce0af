#include "vits/speaker_row.h"

#include "base/check.h"
#include "kernels/elementwise.h"

namespace bv2::vits {

void AddSpeaker(const nn::Conv1d& projection, std::span<const float> speaker, View<float> x,
                const Context& context) {
  BV2_CHECK(speaker.size() == projection.in(), "a speaker vector of {} values, expected {}",
            speaker.size(), projection.in());
  const Arena::Scope scope(context.arena);
  const View<float> row = context.arena.Matrix(1, projection.out());
  projection.Forward({speaker.data(), 1, speaker.size()}, row, context);
  kernels::AddRow(row[0], x);
}

}  // namespace bv2::vits
