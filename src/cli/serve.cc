#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/heap.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/serve_options.h"
#include "cli/signals.h"
#include "server/server.h"

namespace bv2::cli {
namespace {

// What SIGHUP asks for: the files as they are now, or all as it was.
void Reload(const CLI::App& command, const ServeSettings& settings, server::Server& server) {
  try {
    const ServeSettings fresh = ReadServeSettings(command);
    server.Reload(fresh.server);
    for (const std::string& sentence : NeedRestart(settings, fresh)) LogWarning("{}", sentence);
    LogInfo("the options and voices were loaded again");
  } catch (const std::exception& error) {
    LogError("all stays as it is: {}", error.what());
  }
}

void Run(const CLI::App& command, const EngineMaker& engine) {
  ShareHeaps();
  const Signals signals;
  ServeSettings settings = ReadServeSettings(command);
  settings.server.backbone.engine = engine(settings.device);
  settings.server.version = BV2_VERSION;
  server::Server server(settings.server);
  LogInfo("listening on http://{}:{}", settings.server.http.host, server.port());
  signals.Serve({.run = [&] { server.Run(); },
                 .stop =
                     [&] {
                       LogInfo("stopping when what was begun is done; again to stop at once");
                       server.Stop();
                     },
                 .reload = [&] { Reload(command, settings, server); }});
}

}  // namespace

void AddServe(CLI::App& app, const EngineMaker& engine) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", "Serve voices over HTTP, and a web page.");
  AddServeOptions(*command, *options);
  command->callback([command, options, engine] { Run(*command, engine); });
}

}  // namespace bv2::cli
