#pragma once

#include <string>

namespace bv2::model {

class TensorFile;

// "Bert-VITS2 1.1", …: the network that wrote the file, judged by its tensors alone, or "" if it
// is none of them.
std::string DetectVersion(const TensorFile& file);

}  // namespace bv2::model
