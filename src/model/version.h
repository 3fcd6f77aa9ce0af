#pragma once

#include <string>

namespace bv2::model {

class TensorFile;

// The network that wrote a file, judged by its tensors alone: published configs state wrong
// versions. "Bert-VITS2 1.1", "Style-Bert-VITS2", "a BERT model", …, or "" if it is none that is
// known. The table in version.cc lists how each one is told from the others.
std::string DetectVersion(const TensorFile& file);

// True for the generator of the version that this program runs, 1.1, and for one of 1.0 with the
// symbols of 1.1, which is read with a Japanese projection of zeros. The 108 symbols of the voices
// published with 1.0 have other numbers.
bool IsRunnableVoice(const TensorFile& file);

}  // namespace bv2::model
