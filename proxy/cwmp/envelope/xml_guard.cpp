// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/xml_guard.hpp"

#include "proxy/model/value.hpp"

#include <charconv>
#include <cstdint>

namespace proxy::cwmp {
namespace {

bool is_legal_code(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// What stands between & and ; is a character of XML, by number or by one of the five names.
bool is_legal_reference(std::string_view name) {
  for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"}) {
    if (name == known) return true;
  }
  if (!name.starts_with('#')) return false;
  const bool hexadecimal = name.starts_with("#x");
  name.remove_prefix(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
  return error == std::errc{} && end == name.data() + name.size() && is_legal_code(code);
}

class Guard {
 public:
  explicit Guard(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size() && reason_.empty()) {
      const char character = text_[at_];
      if (character == '<') {
        skip_markup();
      } else if (character == '&') {
        skip_reference();
      } else {
        ++at_;
      }
    }
    return reason_;
  }

 private:
  bool here(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void refuse(std::string_view reason) { reason_ = reason; }

  void skip_markup() {
    if (here("<!--")) {
      skip_past(4, "-->");
    } else if (here("<![CDATA[")) {
      skip_past(9, "]]>");
    } else if (here("<?")) {
      skip_past(2, "?>");
    } else if (here("<!")) {
      refuse("a document type is not accepted");
    } else if (here("</")) {
      if (depth_ > 0) --depth_;
      skip_past(2, ">");
    } else {
      skip_start_tag();
    }
  }

  void skip_past(std::size_t opening, std::string_view closing) {
    const auto end = text_.find(closing, at_ + opening);
    if (end == std::string_view::npos) return refuse("it ends inside of markup");
    at_ = end + closing.size();
  }

  void skip_reference() {
    constexpr std::size_t kMaxLength = 12;
    const auto end = text_.substr(at_, kMaxLength).find(';');
    if (end == std::string_view::npos || !is_legal_reference(text_.substr(at_ + 1, end - 1))) {
      return refuse("it refers to an entity or character that is not accepted");
    }
    at_ += end + 1;
  }

  void skip_start_tag() {
    if (++nodes_ > kMaxXmlNodes) return refuse("it has too many elements and attributes");
    std::size_t attributes = 0;
    for (++at_; at_ < text_.size(); ++at_) {
      const char character = text_[at_];
      if (character == '>') {
        if (text_[at_ - 1] != '/' && ++depth_ > kMaxXmlDepth) return refuse("it is nested too deep");
        ++at_;
        return;
      }
      if (character == '"' || character == '\'') {
        if (++attributes > kMaxXmlAttributes || ++nodes_ > kMaxXmlNodes) return refuse("it has too many attributes");
        if (!skip_attribute_value(character)) return;
      } else if (character == '<') {
        return refuse("a tag begins inside of another");
      }
    }
    refuse("it ends inside of a tag");
  }

  /// Stays on the closing quote.
  bool skip_attribute_value(char quote) {
    for (++at_; at_ < text_.size() && reason_.empty();) {
      if (text_[at_] == quote) return true;
      if (text_[at_] == '<') {
        refuse("an attribute holds markup");
      } else if (text_[at_] == '&') {
        skip_reference();
      } else {
        ++at_;
      }
    }
    if (reason_.empty()) refuse("it ends inside of an attribute");
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  std::string reason_;
};

}  // namespace

std::string guard_xml(std::string_view text) {
  if (model::legal_text(text) != text) return "it is not UTF-8, or holds characters that XML forbids";
  return Guard(text).run();
}

}  // namespace proxy::cwmp
