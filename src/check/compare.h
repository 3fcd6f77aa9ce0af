#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "check/array.h"
#include "model/tensor_file.h"

namespace bv2::check {

// `tolerance` of a case: |computed − expected| ≤ atol + rtol · |expected|. atol and rtol are one
// number or one number a tensor; tensors named in `exact` (with *) must not differ at all.
class Tolerance {
 public:
  // nullptr: 1e-4 for both.
  explicit Tolerance(const Json* tolerance) : json_(tolerance) {}
  bool IsExact(std::string_view tensor) const;
  double Of(std::string_view tensor, double expected) const;

 private:
  double Limit(const char* key, std::string_view tensor) const;

  const Json* json_;
};

// The worst element of one compared tensor.
struct Difference {
  std::string tensor;
  double error = 0;
  double tolerance = 0;
  std::string reason = {};  // what is wrong, where an error says too little: another shape …

  bool ok() const { return reason.empty() && error <= tolerance; }
};

// Gathers the differences of one case, in the order in which the tensors are computed.
class Comparison {
 public:
  Comparison(const Json* tolerance, std::shared_ptr<const model::TensorFile> outputs)
      : tolerance_(tolerance), outputs_(std::move(outputs)) {}

  // Compares with the case's output `tensor`, or with its samples if only those are stored.
  // `as` names it in the report; empty: by its own name.
  void Check(std::string_view tensor, const Batch& computed, std::string_view as = "");
  // Compares with values at hand instead.
  void Check(std::string_view tensor, const Batch& computed, const Array& expected);
  // Records a difference that was found in another way.
  void Record(Difference difference);
  // Records something that is right or wrong as a whole.
  void Require(bool right, std::string_view tensor, std::string reason);

  const Tolerance& tolerance() const { return tolerance_; }
  bool has_output(std::string_view tensor) const;
  size_t count() const { return count_; }
  // The difference that used up most of its tolerance; none before the first check.
  const std::optional<Difference>& worst() const { return worst_; }
  // The first tensor beyond its tolerance.
  const std::optional<Difference>& first_failure() const { return first_failure_; }

 private:
  Difference Compare(const std::string& tensor, const Batch& computed, const Array& expected) const;
  Difference CompareSamples(const std::string& tensor, const Batch& computed) const;

  Tolerance tolerance_;
  std::shared_ptr<const model::TensorFile> outputs_;
  size_t count_ = 0;
  std::optional<Difference> worst_;
  std::optional<Difference> first_failure_;
};

}  // namespace bv2::check
