#pragma once

// Parsed once for the training code and its tests: torch.h alone takes twenty seconds.
#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
