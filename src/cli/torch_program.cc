#include "cli/torch_program.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace bv2::cli {

void BecomeTorchProgram(const std::vector<std::string>& arguments) {
  const std::string program =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "bertvits2-train").string();
  std::vector<const char*> command = {program.c_str()};
  for (const std::string& argument : arguments) command.push_back(argument.c_str());
  command.push_back(nullptr);
  execv(program.c_str(), const_cast<char* const*>(command.data()));
  Fail(ErrorCode::kNotFound,
       "'{}' cannot be started: {}; it is built where LibTorch is found (package libtorch-dev)",
       program, std::strerror(errno));
}

}  // namespace bv2::cli
