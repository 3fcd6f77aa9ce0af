#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"

namespace bv2::tools {

// One tensor to be invented: every element is offset + scale · u, u uniform in [-1, 1).
struct TensorSpec {
  std::string name;
  std::vector<size_t> shape;
  float scale = 0;
  float offset = 0;
};

// Collects tensors under the names that torch's modules give theirs.
class SpecList {
 public:
  void Add(std::string name, std::vector<size_t> shape, float scale, float offset = 0);

  // weight [out, in, taps], or [out, in] when taps is 0, and a zero bias [out]. The scale makes the
  // output `gain` times as large as an input of unit variance.
  struct Layer {
    size_t out, in, taps;
    float gain = 1;
  };
  void Conv(const std::string& name, const Layer& layer);

  // A convolution under weight norm: bias, weight_g, weight_v. `bias` is its length.
  void NormedConv(const std::string& name, std::vector<size_t> shape, size_t bias, float g);

  // Layer norm: ones and zeros under the names gamma and beta, or weight and bias.
  void LayerNorm(const std::string& name, size_t channels, bool torch_names = false);

  const std::vector<TensorSpec>& specs() const { return specs_; }

 private:
  std::vector<TensorSpec> specs_;
};

// Every tensor that inference with this config.json of Bert-VITS2 1.1.1 needs. Magnitudes are such
// that phones last about five frames and the audio is noise within [-1, 1].
std::vector<TensorSpec> VoiceTensors(const Json& config);

// Every tensor that hidden_states[-3] of a BertModel with this config.json needs.
std::vector<TensorSpec> BertTensors(const Json& config);

}  // namespace bv2::tools
