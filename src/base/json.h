#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bv2 {

// A JSON value. Objects keep the order of their keys, so a file that is read and written back
// differs only where it was changed. Deep-copied like any value.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  template <typename T>
  // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
  requires(!std::is_same_v<std::decay_t<T>, Json>) Json(T&& value)
      : value_(Convert(std::forward<T>(value))) {}

  // Of members with the same key the last one counts, as in Python, or they are an error.
  enum class DuplicateKeys { kLastWins, kReject };
  // Parses a document. `source` names it in errors. Throws kCorruptFile with line and column.
  static Json Parse(std::string_view text, std::string_view source,
                    DuplicateKeys duplicates = DuplicateKeys::kLastWins);
  static Json ParseFile(const std::string& path);

  // indent < 0: one line ("a": 1 separated by ", " as Python writes it). Non-ASCII stays UTF-8.
  std::string Dump(int indent = -1) const;

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(value_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // Each throws kInvalidArgument naming the wanted and the found type.
  bool AsBool() const;
  int64_t AsInteger() const;  // also accepts a number with a zero fraction
  double AsNumber() const;
  const std::string& AsString() const;
  const Array& AsArray() const;
  Array& AsArray();
  const Object& AsObject() const;
  Object& AsObject();

  // Object member or nullptr; nullptr as well when this is no object.
  const Json* Find(std::string_view key) const;
  Json* Find(std::string_view key);
  // Object member; throws kNotFound naming the key.
  const Json& At(std::string_view key) const;
  // Sets a member in place, or appends it. A null becomes an object first.
  Json& Set(std::string_view key, Json value);

  // "null", "boolean", "number", "string", "array" or "object".
  const char* TypeName() const;
  bool operator==(const Json&) const = default;

 private:
  using Value = std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object>;

  template <typename T>
  static Value Convert(T&& value) {
    using D = std::decay_t<T>;
    if constexpr (std::is_same_v<D, std::nullptr_t>)
      return std::monostate{};
    else if constexpr (std::is_same_v<D, bool>)
      return value;
    else if constexpr (std::is_integral_v<D>)
      return static_cast<int64_t>(value);
    else if constexpr (std::is_floating_point_v<D>)
      return static_cast<double>(value);
    else if constexpr (std::is_convertible_v<T, std::string_view>)
      return std::string(std::string_view(value));
    else
      return Value(std::forward<T>(value));
  }

  Value value_;
};

}  // namespace bv2
