#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::board {

// Protocol buffers on the wire: a message is a sequence of fields, each a key (number and type) and
// a value. Written by hand instead of with libprotobuf, because LibTorch brings a copy of that
// library, whose symbols and version clash with another one in the same process.
// Source: https://protobuf.dev/programming-guides/encoding

// Appends a field to a message.
void PutInteger(int field, int64_t value, std::string& message);
void PutFloat(int field, float value, std::string& message);
void PutDouble(int field, double value, std::string& message);
void PutBytes(int field, std::string_view value, std::string& message);  // also strings, messages
void PutDoubles(int field, std::span<const double> values, std::string& message);  // packed

// Walks over the fields of a message.
//   for (WireReader reader(message, source); reader.Next();)
//     if (reader.field() == 2) step = reader.Integer();
// Every error is kCorruptFile.
class WireReader {
 public:
  // `message` must outlive the reader and the bytes it returns. `source` names it in errors.
  WireReader(std::string_view message, std::string_view source) : rest_(message), source_(source) {}

  // Steps to the next field; false at the end.
  bool Next();
  int field() const { return field_; }

  // The value of the field; an error if it is of another type.
  int64_t Integer() const;
  float Float() const;
  double Double() const;
  std::string_view Bytes() const;
  // The same, or the memory of a float or double.
  std::string_view Raw() const;
  // One double or a packed sequence of them, appended.
  void Doubles(std::vector<double>& out) const;

 private:
  enum class Type { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  uint64_t TakeVarint();
  uint64_t TakeFixed(size_t bytes);
  void Expect(Type type) const;
  [[noreturn]] void FailAt(const char* what) const;

  std::string_view rest_;
  std::string_view source_;
  int field_ = 0;
  Type type_ = Type::kVarint;
  uint64_t number_ = 0;
  std::string_view bytes_;
};

}  // namespace bv2::board
