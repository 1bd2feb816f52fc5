// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes XML, into a string or only into a count. Whatever text it is given, what comes out is well-formed: characters
// that XML 1.0 forbids and bytes that are not UTF-8 become U+FFFD.
// Spec: XML 1.0, sections 2.2 and 2.4; 2.11 (a raw CR would be read back as LF)
// Thread: pure

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::cwmp {

void append_escaped(std::string& out, std::string_view text);
std::uint64_t escaped_size(std::string_view text);

class XmlText {
 public:
  /// What is well-formed already.
  void markup(std::string_view xml) { out_.append(xml); }
  /// What has to be made so.
  void text(std::string_view text) { append_escaped(out_, text); }
  void open(std::string_view name) { out_.append("<").append(name).append(">"); }
  void close(std::string_view name) { out_.append("</").append(name).append(">"); }
  void element(std::string_view name, std::string_view value) {
    open(name);
    text(value);
    close(name);
  }

  std::string& str() { return out_; }

 private:
  std::string out_;
};

/// What the same calls of an XmlText would write, in bytes.
class XmlSize {
 public:
  void markup(std::string_view xml) { size_ += xml.size(); }
  void text(std::string_view text) { size_ += escaped_size(text); }
  std::uint64_t size() const { return size_; }

 private:
  std::uint64_t size_ = 0;
};

}  // namespace proxy::cwmp
