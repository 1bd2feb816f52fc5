// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/template.hpp"

#include <algorithm>

#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {
namespace {

constexpr std::string_view kValue = "value";

/// Follows a text to know whether its end lies in a JSON string.
class StringTracker {
 public:
  void read(std::string_view text) {
    for (const char c : text) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '"') {
        inside_ = !inside_;
      } else if (c == '\\') {
        escaped_ = inside_;
      }
    }
  }
  bool inside() const { return inside_; }

 private:
  bool inside_ = false;
  bool escaped_ = false;
};

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += {'\\', 'u', '0', '0', kHex[static_cast<std::size_t>(c >> 4)], kHex[static_cast<std::size_t>(c & 15)]};
    } else {
      result += c;
    }
  }
  return result;
}

std::size_t take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

/// Spec: RFC 8259, 6
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero_first = text.starts_with('0');
  const std::size_t whole = take_digits(text);
  if (whole == 0 || (zero_first && whole > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (take_digits(text) == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (take_digits(text) == 0) return false;
  }
  return text.empty();
}

std::string bare(std::string_view text) {
  const bool as_it_is = text == "true" || text == "false" || text == "null" || is_json_number(text);
  return as_it_is ? std::string(text) : '"' + escaped(text) + '"';
}

}  // namespace

Outcome<Template> Template::parse(std::string_view text, const std::vector<std::string>& names) {
  Template result;
  StringTracker tracker;
  std::string sample;
  const auto add_literal = [&](std::string_view literal) {
    if (literal.empty()) return;
    tracker.read(literal);
    sample += literal;
    result.parts_.push_back({Part::Kind::literal, std::string(literal)});
  };
  for (std::size_t open = text.find("${"); open != std::string_view::npos; open = text.find("${")) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return Failure{"'${' has no '}'"};
    add_literal(text.substr(0, open));
    const std::string name(text.substr(open + 2, close - open - 2));
    if (name != kValue && std::find(names.begin(), names.end(), name) == names.end()) {
      return Failure{"'${" + name + "}' is neither ${value} nor a capture of the address"};
    }
    sample += '0';
    result.parts_.push_back({tracker.inside() ? Part::Kind::in_string : Part::Kind::bare, name});
    text.remove_prefix(close + 1);
  }
  add_literal(text);

  const std::size_t first = sample.find_first_not_of(" \t\r\n");
  const bool may_be_json = first != std::string::npos && std::string_view("{[\"").find(sample[first]) < 3;
  const std::string wrapped = '[' + sample + ']';  // so that a string alone is a document too
  result.json_ = may_be_json && Payload(wrapped).is_json();
  return result;
}

std::string Template::render(std::string_view value, const Captures& captures, bool is_document) const {
  std::string payload;
  for (const Part& part : parts_) {
    if (part.kind == Part::Kind::literal) {
      payload += part.text;
      continue;
    }
    const std::string* capture = part.text == kValue ? nullptr : find_capture(captures, part.text);
    const std::string_view text = capture == nullptr ? value : std::string_view(*capture);
    if (!json_ || (is_document && capture == nullptr && part.kind == Part::Kind::bare)) {
      payload += text;
    } else {
      payload += part.kind == Part::Kind::in_string ? escaped(text) : bare(text);
    }
  }
  return payload;
}

}  // namespace adapters::mapping
