// SPDX-License-Identifier: Apache-2.0
#pragma once
// Payloads with places for a value: {"state": "${value}"}. Where the payload is JSON, no value can break out of it.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/pattern.hpp"

namespace adapters::mapping {

class Template {
 public:
  /// names are what may stand in ${...} beside value; an unknown one is a failure.
  static Outcome<Template> parse(std::string_view text, const std::vector<std::string>& names);

  bool is_json() const { return json_; }
  /// Raw where the payload is not JSON. Inside a JSON string escaped; elsewhere in JSON a number, true, false or null
  /// as it is, and anything else as a string; a value that is_document, which is JSON itself, as it is there too.
  std::string render(std::string_view value, const Captures& captures, bool is_document = false) const;
  bool operator==(const Template&) const = default;

 private:
  struct Part {
    enum class Kind { literal, in_string, bare } kind;
    std::string text;  // or the name
    bool operator==(const Part&) const = default;
  };
  bool json_ = false;
  std::vector<Part> parts_;
};

}  // namespace adapters::mapping
