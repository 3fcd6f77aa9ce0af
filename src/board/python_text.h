#pragma once

#include <string>

#include "base/json.h"

namespace bv2::board {

// As Python's repr() writes them, so that train.log reads the same whoever wrote it.
std::string PythonText(double value);       // 2.0, 1e-05, nan
std::string PythonText(const Json& value);  // {'a': [1, True, None]}

}  // namespace bv2::board
