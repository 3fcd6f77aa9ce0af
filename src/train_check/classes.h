#pragma once

#include <span>
#include <string_view>

#include "train_check/call.h"

namespace bv2::train_check {

// A class or function of the original: the names of its parameters, and how to call ours.
struct Class {
  std::string_view name;
  std::span<const char* const> parameters;
  void (*run)(Call& call);
};

std::span<const Class> GeneratorClasses();  // generator_classes.cc
std::span<const Class> GanClasses();        // gan_classes.cc: discriminators, losses, functions

}  // namespace bv2::train_check
