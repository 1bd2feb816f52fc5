// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/response.hpp"

#include <charconv>

#include "adapters/mapping/values/value.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxError = 256;

bool is_there(const Scalar& scalar) {
  return scalar.kind != Scalar::Kind::missing && scalar.kind != Scalar::Kind::null;
}

}  // namespace

std::optional<DeviceAnswer> answer_in(Payload& payload, const ResponseRule& rule) {
  const std::string number = payload.at(rule.pointer).text;
  DeviceAnswer answer;
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), answer.id);
  if (failure != std::errc{} || end != number.data() + number.size()) return std::nullopt;

  const Scalar error = rule.error ? payload.at(*rule.error) : Scalar{};
  if (is_there(error)) {
    answer.error = error.text.empty() ? "the device says no" : error.text.substr(0, kMaxError);
  } else if (rule.ok) {
    const Scalar ok = payload.at(*rule.ok);
    const bool done = is_there(ok) && (!rule.word || equal_in_any_case(ok.text, *rule.word));
    if (!done) answer.error = "the device does not say that it is done";
  }
  return answer;
}

}  // namespace adapters::mapping
