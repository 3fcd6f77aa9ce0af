#include "train/dist/world.h"

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "base/check.h"

namespace bv2::train {
namespace {

std::optional<std::string> Variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::string Required(const char* name) {
  const std::optional<std::string> value = Variable(name);
  BV2_CHECK(value.has_value(),
            "WORLD_SIZE is set, but {} is not; start every process with RANK, WORLD_SIZE, "
            "MASTER_ADDR and MASTER_PORT, as torchrun does, or use --nproc",
            name);
  return *value;
}

// A whole number in [low, high].
int Number(const char* name, std::string_view value, int low, int high) {
  int number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  BV2_CHECK(error == std::errc() && stop == end && number >= low && number <= high,
            "{} is '{}'; it must be a whole number from {} to {}", name, value, low, high);
  return number;
}

}  // namespace

World WorldFromEnvironment() {
  constexpr int kMostProcesses = 65536;
  const std::optional<std::string> size = Variable("WORLD_SIZE");
  if (!size) {
    BV2_CHECK(!Variable("RANK"), "RANK is set, but WORLD_SIZE is not");
    return {};
  }
  World world{.size = Number("WORLD_SIZE", *size, 1, kMostProcesses)};
  world.rank = Number("RANK", world.size == 1 ? Variable("RANK").value_or("0") : Required("RANK"),
                      0, world.size - 1);
  world.local_rank =
      Number("LOCAL_RANK", Variable("LOCAL_RANK").value_or("0"), 0, kMostProcesses - 1);
  world.local_size =
      Number("LOCAL_WORLD_SIZE", Variable("LOCAL_WORLD_SIZE").value_or("1"), 1, kMostProcesses);
  if (world.size == 1) return world;
  world.master_address = Required("MASTER_ADDR");
  world.master_port = Number("MASTER_PORT", Required("MASTER_PORT"), 1, 65535);
  return world;
}

}  // namespace bv2::train
