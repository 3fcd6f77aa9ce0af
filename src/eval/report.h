#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "eval/checkpoints.h"
#include "eval/measures.h"
#include "eval/recordings.h"
#include "plot/image.h"

namespace bv2::eval {

// What was measured of a voice.
class Report {
 public:
  explicit Report(Checkpoint checkpoint) : checkpoint_(std::move(checkpoint)) {}

  void Add(const Recording& recording, const Measures& measures);

  using Row = std::pair<std::string, Measures>;
  const Checkpoint& checkpoint() const { return checkpoint_; }
  const Measures& total() const { return total_; }
  // In the order in which they came.
  const std::vector<Row>& speakers() const { return speakers_; }
  const std::vector<Row>& languages() const { return languages_; }
  const std::vector<Row>& utterances() const { return utterances_; }

 private:
  Checkpoint checkpoint_;
  Measures total_;
  std::vector<Row> speakers_, languages_, utterances_;
};

// Tables: of one voice by speaker and language, of several one row a voice.
std::string TextReport(const Report& report);
std::string TextReport(const std::vector<Report>& reports);
// All figures, with those of every utterance; null: not measured.
Json JsonReport(const Report& report);
// How the mel distances fell with the steps. Throws kInvalidArgument for voices without steps.
plot::Image LearningCurve(const std::vector<Report>& reports);

}  // namespace bv2::eval
