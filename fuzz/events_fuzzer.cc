#include "board/event.h"
#include "board/extract.h"
#include "board/record.h"
#include "board/runs.h"
#include "fuzz/fuzz.h"

namespace {

using namespace bv2;

// No tag names a file outside of the folder.
void RequireNamesWithin(const board::Run& run) {
  for (const board::Series& series : run.series)
    for (const auto& part : board::ExtractedName("eval", series.tag, 0, ""))
      fuzz::Require(part != ".." && part != "/");
}

}  // namespace

// The input as an event file and, because its checksums stop most changes, as a single event, too.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto file = fuzz::AsFile(data, size);
  const std::string_view bytes(reinterpret_cast<const char*>(file.bytes.data()), size);
  fuzz::Expected([&] {
    board::Run run;
    board::AddEvents(bytes, "input", run);
    RequireNamesWithin(run);
  });
  fuzz::Expected([&] {
    const board::Event event = board::DecodeEvent(bytes, "input");
    const std::string again = board::EncodeEvent(event);
    fuzz::Require(board::EncodeEvent(board::DecodeEvent(again, "again")) == again);
    std::string record;
    board::AppendRecord(again, record);
    board::Run run;
    board::AddEvents(record, "record", run);
    fuzz::Require(run.problems.empty());
    RequireNamesWithin(run);
  });
  return 0;
}
