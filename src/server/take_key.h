#pragma once

#include <string>
#include <string_view>

#include "synth/request.h"

namespace bv2::server {

// Everything that makes a take what it is: the same for requests that give the same audio of a
// voice, another for any others.
//   voice  id of its loading
//   say    with a seed and without a dictionary, or kInvalidArgument is thrown
std::string TakeKey(std::string_view voice, const synth::Request& say);

}  // namespace bv2::server
