#pragma once

#include "cli/device_options.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// Each adds the subcommand of its name to the program: options, help and what it does.
void AddCheck(CLI::App& app);
void AddSynth(CLI::App& app, const EngineMaker& engine);
void AddBench(CLI::App& app);
void AddServe(CLI::App& app, const EngineMaker& engine);
void AddText(CLI::App& app);
void AddResample(CLI::App& app);
void AddPreprocessText(CLI::App& app);
void AddBertGen(CLI::App& app);
void AddSpecGen(CLI::App& app);
void AddValidate(CLI::App& app);
void AddTrain(CLI::App& app);
void AddEval(CLI::App& app);
void AddEvents(CLI::App& app);
void AddInspect(CLI::App& app);
void AddConvert(CLI::App& app);

}  // namespace bv2::cli
