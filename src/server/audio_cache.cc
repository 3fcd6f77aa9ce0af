#include "server/audio_cache.h"

namespace bv2::server {

size_t Take::bytes() const {
  size_t sum = sizeof(Take) + all.samples.size() * sizeof(float);
  for (const synth::Timings::Piece& piece : all.pieces)
    sum += sizeof(piece) + (piece.phones.size() + piece.sentences.size()) * sizeof(piece.whole) +
           piece.words.size() * sizeof(synth::Timings::Word);
  return sum;
}

}  // namespace bv2::server
