// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/masked_envelope.hpp"

#include "proxy/cwmp/envelope/xml_guard.hpp"
#include "proxy/cwmp/envelope/xml_node.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace proxy::cwmp {
namespace {

constexpr const char* kMask = "***";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void mask(pugi::xml_node element) {
  while (element.first_child()) element.remove_child(element.first_child());
  element.append_child(pugi::node_pcdata).set_value(kMask);
}

/// "https://user:password@host/path?token" becomes "https://***@host/path?***"; any other text stays.
std::string masked_url(std::string text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string::npos) return text;
  if (const std::size_t query = text.find('?', scheme); query != std::string::npos)
    text.replace(query + 1, std::string::npos, kMask);
  const std::size_t host = scheme + 3;
  const std::string_view authority = std::string_view(text).substr(host, text.find_first_of("/?#", host) - host);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) text.replace(host, at, kMask);
  return text;
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

bool sounds_secret(std::string_view parameter) {
  static constexpr std::array<std::string_view, 9> kWords{
      "password", "passphrase", "passwd", "secret", "presharedkey", "privatekey", "wepkey", "token", "pincode"};
  std::string last(parameter.substr(parameter.rfind('.') + 1));
  std::ranges::transform(last, last.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return last == "pin" ||
         std::ranges::any_of(kWords, [&](std::string_view word) { return last.find(word) != std::string::npos; });
}

}  // namespace proxy::cwmp
