#include "corpus/findings.h"

#include <array>

namespace bv2::corpus {
namespace {

using enum Severity;

constexpr std::array<CheckInfo, kCheckCount> kChecks = {{
    {"list", kFault, "lists that cannot be read", "run bertvits2 preprocess-text again"},
    {"symbol", kFault, "phones that are no symbols", "run bertvits2 preprocess-text again"},
    {"tone", kFault, "tones that do not exist", "run bertvits2 preprocess-text again"},
    {"speaker", kFault, "speakers that the config does not hold",
     "add them to data.spk2id, with numbers below data.n_speakers"},
    {"audio", kFault, "recordings that cannot be read",
     "run bertvits2 resample again, or take the lines out of the list"},
    {"sample_rate", kFault, "another sample rate than the config's",
     "run bertvits2 resample with --sr data.sampling_rate"},
    {"channels", kFault, "recordings that are not mono", "run bertvits2 resample with --mono"},
    {"sample_type", kFault, "not stored as whole files of 16-bit integers",
     "run bertvits2 resample again"},
    {"segment", kFault, "shorter than what the decoder is trained on at once",
     "take the lines out of the list, or lower train.segment_size"},
    {"bert", kFault, "BERT features that are missing or do not fit",
     "run bertvits2 bert-gen; without BERT, validate with --no-bert"},
    {"spectrogram", kFault, "stored spectrograms that do not fit",
     "delete them; they are computed anew, by bertvits2 spec-gen or in training"},
    {"pace", kWarning, "unusually many or few phones a second",
     "listen: the text is probably not what is said"},
    {"duration", kWarning, "unusually long or short for the speaker",
     "listen; cut long recordings at pauses"},
    {"clipping", kWarning, "clipped samples", "record again at a lower level"},
    {"silence", kWarning, "much silence", "run bertvits2 resample with --trim"},
    {"offset", kWarning, "a constant offset (DC)", "take it out with a high-pass filter"},
    {"level", kWarning, "very quiet", "run bertvits2 resample with --loudness -23"},
    {"left_out", kWarning, "left out of training for their length",
     "cut long recordings at pauses; join short ones"},
    {"unknown_phone", kWarning, "texts with characters that nobody can say",
     "write them as they are spoken"},
    {"foreign_tone", kWarning, "tones of another language", "check the language of the line"},
    {"repeated", kWarning, "the same recording more than once", "keep one line of each"},
    {"shared", kWarning, "recordings that both training and validation use",
     "take them out of the list for training"},
    {"idle_speaker", kWarning, "speakers without a recording in training",
     "take them out of data.spk2id, or add recordings"},
}};

}  // namespace

const CheckInfo& InfoOf(Check check) { return kChecks[static_cast<size_t>(check)]; }

}  // namespace bv2::corpus
