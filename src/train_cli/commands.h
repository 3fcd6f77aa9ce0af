#pragma once

namespace CLI {
class App;
}

namespace bv2::train_cli {

// Each adds the subcommand of its name to the program: options, help and what it does.
void AddTrain(CLI::App& app);
void AddCheck(CLI::App& app);
void AddSpeaking(CLI::App& app);  // synth and serve, on the devices that LibTorch knows

}  // namespace bv2::train_cli
