// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/masked_envelope.hpp"

#include "proxy/base/secrets/replace_user.hpp"
#include "proxy/cwmp/envelope/xml_guard.hpp"
#include "proxy/cwmp/envelope/xml_node.hpp"

#include <sstream>

namespace proxy::cwmp {
namespace {

constexpr const char* kMask = "***";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void mask(pugi::xml_node element) {
  while (element.first_child()) element.remove_child(element.first_child());
  element.append_child(pugi::node_pcdata).set_value(kMask);
}

/// "https://user:password@host/path?token" becomes "https://***@host/path?***". Of a text with several URLs all that
/// follows the first query is left out; any other text stays.
std::string masked_url(std::string_view text) {
  std::string masked = base::replace_user(text, "***@", base::kUrlEnds);
  const std::size_t scheme = masked.find("://");
  if (scheme == std::string::npos) return masked;
  if (const std::size_t query = masked.find('?', scheme); query != std::string::npos)
    masked.replace(query + 1, std::string::npos, kMask);
  return masked;
}

class Masker {
 public:
  explicit Masker(const std::function<bool(const std::string&)>& is_secret) : is_secret_(is_secret) {}

  /// The depth is bounded by the guard.
  void visit(pugi::xml_node node) {
    for (pugi::xml_node each : node.children()) {
      if (each.type() != pugi::node_element) {
        each.set_value(masked_url(each.value()).c_str());
        continue;
      }
      if (is_password(node, each)) {
        mask(each);
      } else {
        visit(each);
      }
    }
  }

 private:
  /// A value without a name, such as that of an envelope which ends before it, may be of any parameter.
  bool is_password(pugi::xml_node parent, pugi::xml_node element) const {
    const std::string_view name = local_name(element.name());
    if (name != "Value") return name == "Password";
    const std::string text = text_of(child(parent, "Name"));
    const std::string parameter(trimmed(text));
    return parameter.empty() || is_secret_(parameter);
  }

  const std::function<bool(const std::string&)>& is_secret_;
};

}  // namespace

std::string masked_envelope(std::string_view text, std::uint64_t size,
                            const std::function<bool(const std::string& name)>& is_secret) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  // The guard takes no text that ends inside a tag.
  if (text.size() < size) text = text.substr(0, text.rfind('>') + 1);
  std::string result;
  bool is_whole = false;
  if (guard_xml(text).empty()) {
    // A document that ends early is parsed as far as it goes.
    pugi::xml_document document;
    is_whole = document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    Masker(is_secret).visit(document);
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    result = out.str();
  }
  if (!is_whole) result += "... (" + std::to_string(size) + " bytes)";
  return result;
}

}  // namespace proxy::cwmp
