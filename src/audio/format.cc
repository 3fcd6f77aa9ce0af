#include "audio/format.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/error.h"

namespace bv2::audio {
namespace {

constexpr std::array kContainers = {Container::kWav, Container::kFlac, Container::kOgg,
                                    Container::kOpus, Container::kMp3};

std::optional<Container> FindContainer(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const Container container : kContainers)
    if (lower == ContainerName(container)) return container;
  return std::nullopt;
}

}  // namespace

const char* ContainerName(Container container) {
  switch (container) {
    case Container::kWav:
      return "wav";
    case Container::kFlac:
      return "flac";
    case Container::kOgg:
      return "ogg";
    case Container::kOpus:
      return "opus";
    case Container::kMp3:
      return "mp3";
  }
  return "wav";
}

Container ParseContainer(std::string_view name) {
  if (const auto container = FindContainer(name)) return *container;
  Fail(ErrorCode::kInvalidArgument, "'{}' is not an audio format; use wav, flac, ogg, opus or mp3",
       name);
}

Container ContainerOf(const std::filesystem::path& path) {
  const std::string suffix = path.extension().string();
  if (const auto container = FindContainer(suffix.empty() ? suffix : suffix.substr(1)))
    return *container;
  Fail(ErrorCode::kInvalidArgument,
       "cannot tell the audio format of '{}' from its name; end it in .wav, .flac, .ogg, .opus or "
       ".mp3",
       path.string());
}

}  // namespace bv2::audio
