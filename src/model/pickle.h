#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/value.h"

namespace bv2::model {

// A value as a pickle, and the storages that its persistent ids "0", "1", … stand for.
struct Pickled {
  std::string bytes;
  std::vector<std::shared_ptr<const Storage>> storages;
};

// Pickles a value with protocol 2 as torch.save does, opcode by opcode: what torch.save wrote and
// Unpickle() read comes out with the same bytes.
Pickled Pickle(const Value& value);

}  // namespace bv2::model
