#include "base/fields.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

struct Options {
  size_t count = 3;
  double rate = 0.5;
  std::optional<double> limit;
  std::vector<std::vector<int>> rows = {{1}};
  std::vector<std::pair<std::string, int>> ids;
  std::string name;

  template <typename Visitor>
  void VisitFields(Visitor&& visit) {
    visit("count", count, Rule{.min = 1, .max = 9});
    visit("rate", rate);
    visit("limit", limit, Rule{.min = 0});
    visit("rows", rows);
    visit("ids", ids);
    visit("name", name, Rule{.one_of = {"x", "y"}, .required = true});
  }
};

Options Read(std::string_view text) {
  Options options;
  ReadFields(Json::Parse(text, "test"), "f.json", "o", options);
  return options;
}

TEST(Fields, ReadsEveryKindOfMember) {
  const Options options = Read(
      R"({"name": "y", "count": 2.0, "limit": 1, "rows": [[1, 2], []], "ids": {"b": 2, "a": 1}})");
  EXPECT_EQ(options.count, 2u);
  EXPECT_EQ(options.rate, 0.5);
  EXPECT_EQ(options.limit, 1.0);
  EXPECT_EQ(options.rows, (std::vector<std::vector<int>>{{1, 2}, {}}));
  EXPECT_EQ(options.ids.front().first, "b");
}

TEST(Fields, RejectsWithPlaceValueAndAllowedValues) {
  test::ExpectError(ErrorCode::kInvalidArgument,
                    "'f.json': o.count is 10, it must be an integer from 1 to 9",
                    [] { Read(R"({"name": "x", "count": 10})"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "o.limit is -1, it must be a number of at least 0",
                    [] { Read(R"({"name": "x", "limit": -1})"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "o.rows[0][1] is \"a\"",
                    [] { Read(R"({"name": "x", "rows": [[1, "a"]]})"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "o.name is \"z\", it must be one of \"x\", \"y\"",
                    [] { Read(R"({"name": "z"})"); });
  test::ExpectError(ErrorCode::kNotFound, "the key o.name is missing", [] { Read("{}"); });
}

TEST(Fields, WritesOnlyWhatChanged) {
  Json json = Json::Parse(R"({"rate": 1, "later": [2], "name": "x"})", "test");
  Options options;
  ReadFields(json, "f.json", "o", options);
  WriteFields(options, json);
  EXPECT_EQ(json.Dump(), R"({"rate": 1, "later": [2], "name": "x"})");
  options.count = 4;
  options.limit = std::nullopt;
  options.name = "y";
  WriteFields(options, json);
  EXPECT_EQ(json.Dump(), R"({"rate": 1, "later": [2], "name": "y", "count": 4})");
}

}  // namespace
}  // namespace bv2
