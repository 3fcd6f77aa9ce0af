#include "fuzz/fuzz.h"
#include "model/tensor_file.h"
#include "model/torch_file.h"

// Both torch formats: the zip directory or the legacy sequence of pickles, then every element.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bv2::model;
  const FileImage file = bv2::fuzz::AsFile(data, size);
  bv2::fuzz::Expected([&] {
    const Value root = ReadTorchFile(file);
    for (const auto& [name, tensor] : ModelTensors(root, "input")) {
      constexpr size_t kTooSlow = 1 << 16;  // an expanded view; correct, but nothing new
      if (tensor.size() > kTooSlow) continue;
      std::vector<float> values(tensor.size());
      ToFloats(tensor, values);
    }
  });
  return 0;
}
