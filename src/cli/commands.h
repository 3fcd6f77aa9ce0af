#pragma once

namespace CLI {
class App;
}

namespace bv2::cli {

// Each adds the subcommand of its name to the program: options, help and what it does.
void AddText(CLI::App& app);

}  // namespace bv2::cli
