#include "server/multipart.h"

#include <gmock/gmock.h>

#include <string>

#include "server/errors.h"

namespace bv2::server {
namespace {

using Fields = std::multimap<std::string, std::string>;
constexpr const char* kType = "multipart/form-data; boundary=x";

std::string Part(const std::string& disposition, const std::string& value) {
  return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
}

TEST(MultipartTest, FieldsAsClientsSendThem) {
  EXPECT_EQ(ParseMultipart(Part("name=\"text\"", "你好\r\n--X") + Part("name=\"a\"", "") + "--x--",
                           kType),
            (Fields{{"text", "你好\r\n--X"}, {"a", ""}}));
  // With a preamble, an epilogue, blanks behind the boundary, headers in another order and case.
  EXPECT_EQ(ParseMultipart("before\r\n--a b \t\r\ncontent-type: text/plain; charset=utf-8\r\n"
                           "CONTENT-DISPOSITION:form-data ; NAME=text\r\n\r\n1\r\n--a b--\r\nafter",
                           "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""),
            (Fields{{"text", "1"}}));
  EXPECT_EQ(ParseMultipart(Part(R"(name="a\"b")", "1") + Part("name=a", "2") + "--x--", kType),
            (Fields{{"a\"b", "1"}, {"a", "2"}}));
  EXPECT_EQ(ParseMultipart("--x--", kType), Fields());
}

TEST(MultipartTest, FilesArePassedOver) {
  EXPECT_EQ(ParseMultipart(Part("name=\"f\"; filename=\"a.wav\"", "RIFF") +
                               Part("filename*=UTF-8''a; name=g", "RIFF") +
                               Part("name=\"text\"", "a") + "--x--",
                           kType),
            (Fields{{"text", "a"}}));
}

TEST(MultipartTest, WhatItIsNot) {
  const auto expect = [](const std::string& body, const char* type, const char* problem) {
    try {
      ParseMultipart(body, type);
      ADD_FAILURE() << body;
    } catch (const HttpError& error) {
      EXPECT_EQ(error.status(), 400);
      EXPECT_THAT(error.what(), testing::HasSubstr(problem)) << body;
    }
  };
  const std::string text = Part("name=\"text\"", "a");
  expect(text + "--x--", "multipart/form-data", "has no boundary");
  expect(text + "--x--", "multipart/form-data; boundary=", "has no boundary");
  expect(text + "--x--", "multipart/form-data; boundary=\"", "has no boundary");
  const std::string long_type = "multipart/form-data; boundary=" + std::string(71, 'x');
  expect(text + "--x--", long_type.c_str(), "has no boundary");
  expect("", kType, "does not end");
  expect("text", kType, "does not end");
  expect("--x", kType, "does not end");
  expect(text, kType, "does not end");
  expect(text + "--y--", kType, "does not end");
  expect(text + "--xy\r\n", kType, "does not end");
  expect("--x\r\n\r\na\r\n--x--", kType, "without a name");
  expect("--x\r\nA: b\r\n\r\na\r\n--x--", kType, "without a name");
  expect("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n--x--", kType, "do not end");
  std::string many;
  for (int i = 0; i < 101; ++i) many += text;
  expect(many + "--x--", kType, "more than 100");
}

}  // namespace
}  // namespace bv2::server
