#pragma once

#include <memory>
#include <span>
#include <vector>

namespace bv2::dsp {

// Resample for one channel of samples that come piece by piece; the pieces that come out are those
// of the whole, however it was cut.
class StreamResampler {
 public:
  // Throws kInvalidArgument for rates that Resample refuses.
  StreamResampler(int from_rate, int to_rate);
  ~StreamResampler();
  StreamResampler(StreamResampler&&) noexcept;
  StreamResampler& operator=(StreamResampler&&) noexcept;

  // What can be given out after these samples. Valid until the next call.
  std::span<const float> Push(std::span<const float> samples);
  // The rest, when all samples are there. Valid until the end.
  std::span<const float> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bv2::dsp
