#include "kernels/spline.h"

#include "base/check.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

// [..., C] as a matrix of rows of C values.
Matrix FlatRows(const Array& array) {
  BV2_CHECK(!array.shape.empty() && array.shape.back() > 0, "an input of shape {}",
            model::ShapeText(array.shape));
  const size_t cols = array.shape.back(), rows = array.values.size() / cols;
  Matrix matrix(rows, cols);
  for (size_t i = 0; i < array.values.size(); ++i)
    matrix(i / cols, i % cols) = static_cast<float>(array.values[i]);
  return matrix;
}

Batch LikeInput(const Array& x, std::span<const float> values) {
  return Batch(Array{.shape = x.shape, .values = {values.begin(), values.end()}});
}

kernels::SplineOptions ReadOptions(const Json& arguments) {
  const Json* tails = arguments.Find("tails");
  kernels::SplineOptions options{.linear_tails = tails != nullptr && tails->is_string()};
  if (options.linear_tails && tails->AsString() != "linear")
    throw Skipped{fmt::format("no voice uses tails={}", tails->Dump())};
  if (const Json* inverse = arguments.Find("inverse")) options.inverse = inverse->AsBool();
  if (const Json* bound = arguments.Find("tail_bound"))
    options.tail_bound = static_cast<float>(bound->AsNumber());
  return options;
}

}  // namespace

Outcome CheckSpline(const Case& c, const Options&) {
  const auto inputs = OpenTensors(c, "inputs.safetensors");
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));
  for (const Json& call : c.json.At("calls").AsArray()) {
    const Json::Array& names = call.At("args").AsArray();
    const Json::Array& outs = call.At("outs").AsArray();
    BV2_CHECK(names.size() == 4 && outs.size() == 2,
              "a spline takes x, widths, heights and derivatives and returns two tensors");
    const Array x = ReadArray(*inputs, names[0].AsString());
    const Matrix widths = FlatRows(ReadArray(*inputs, names[1].AsString()));
    const Matrix heights = FlatRows(ReadArray(*inputs, names[2].AsString()));
    const Matrix derivatives = FlatRows(ReadArray(*inputs, names[3].AsString()));
    const std::vector<float> from(x.values.begin(), x.values.end());
    BV2_CHECK(widths.rows() == from.size() && heights.rows() == from.size() &&
                  derivatives.rows() == from.size(),
              "the knots are not those of {} values", from.size());
    std::vector<float> y(from.size()), logabsdet(from.size());
    kernels::RationalQuadraticSpline(from, widths, heights, derivatives,
                                     ReadOptions(call.At("kwargs")), y, logabsdet);
    const std::string id = call.At("id").AsString();
    comparison.Check(id + "." + outs[0].AsString(), LikeInput(x, y));
    comparison.Check(id + "." + outs[1].AsString(), LikeInput(x, logabsdet));
  }
  return Judge(comparison);
}

}  // namespace bv2::check
