// SPDX-License-Identifier: Apache-2.0
#pragma once
// A value, or the reason why there is no value, for the log.
// Thread: any

#include <string>
#include <utility>
#include <variant>

namespace adapters::mapping {

struct Failure {
  std::string reason;
};

template <class T, class Error = Failure>
class Outcome {
 public:
  Outcome(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Outcome(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return content_.index() == 0; }
  /// Only where there is a value; the other one only where there is none.
  const T& operator*() const { return *std::get_if<0>(&content_); }
  T& operator*() { return *std::get_if<0>(&content_); }
  const T* operator->() const { return std::get_if<0>(&content_); }
  T* operator->() { return std::get_if<0>(&content_); }
  const Error& error() const { return *std::get_if<1>(&content_); }

 private:
  std::variant<T, Error> content_;
};

}  // namespace adapters::mapping
