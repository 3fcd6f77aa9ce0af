#include "fuzz/fuzz.h"
#include "model/checkpoint.h"

// Reads every element and the training state in the metadata.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bv2::model;
  const FileImage file = bv2::fuzz::AsFile(data, size);
  bv2::fuzz::Expected([&] {
    const Safetensors content = ReadSafetensors(file);
    for (const auto& [name, tensor] : content.tensors) {
      std::vector<float> values(tensor.size());
      ToFloats(tensor, values);
    }
    FromSafetensors(content, "input");
  });
  return 0;
}
