#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "corpus/file_list.h"
#include "corpus/shard.h"
#include "text/frontends.h"

namespace bv2::corpus {

// A line that training can read, `path|speaker|language|norm_text|phones|tones|word2ph` and its LF.
struct CleanLine {
  std::string speaker;
  std::string text;
};

struct Rejection {
  size_t line;
  std::string reason;
  std::string content;  // the line, shortened, without bytes that a terminal would mind
};

struct CleanOptions {
  text::Normalization normalization = text::Normalization::kDefault;
  size_t max_phones = 300;      // of a line, before blanks go between them
  size_t max_characters = 300;  // of the field of phones: training leaves out longer ones
  Shard shard = {};             // of the lines, in blocks
};

struct CleanList {
  std::vector<CleanLine> lines = {};       // in the list's order
  std::vector<Rejection> rejections = {};  // by line
  size_t too_long_for_training = 0;        // lines of more than max_characters
  std::vector<size_t> unreadable = {};     // numbers of lines with a phone UNK
};

// Called as lines are done, by one thread at a time.
using LineProgress = std::function<void(size_t done, size_t total)>;

// Turns the lines `path|speaker|language|text` of a list into what training reads, on all threads.
// Rejected are lines that ParseUtterance refuses, whose audio is not a wav or does not exist, that
// repeat an earlier line or give an audio another text than some other line does, and whose text
// holds nothing to say or more than max_phones phones. Throws what opening a frontend throws.
CleanList CleanTexts(const ListFile& list, const text::Frontends& frontends,
                     const CleanOptions& options, const ThreadPool& pool,
                     const LineProgress& progress);

// The same for a list that is clean already: rejected are lines that ParseCleaned refuses.
CleanList TakeCleaned(const ListFile& list, const CleanOptions& options);

}  // namespace bv2::corpus
