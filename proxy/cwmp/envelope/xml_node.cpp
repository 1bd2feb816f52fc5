// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/xml_node.hpp"

namespace proxy::cwmp {

std::string_view local_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::optional<QName> resolve(const pugi::xml_node& node, std::string_view name) {
  const auto colon = name.find(':');
  const bool prefixed = colon != std::string_view::npos;
  const std::string declaration = prefixed ? "xmlns:" + std::string(name.substr(0, colon)) : "xmlns";
  for (pugi::xml_node scope = node; scope; scope = scope.parent()) {
    if (const auto found = scope.attribute(declaration.c_str())) return QName{found.value(), local_name(name)};
  }
  if (prefixed) return std::nullopt;
  return QName{{}, name};
}

std::optional<QName> name_of(const pugi::xml_node& element) { return resolve(element, element.name()); }

bool is_named(const pugi::xml_node& element, std::string_view uri, std::string_view local) {
  const auto name = name_of(element);
  return name && name->uri == uri && name->local == local;
}

pugi::xml_attribute attribute(const pugi::xml_node& element, std::string_view uri, std::string_view local) {
  for (const pugi::xml_attribute& each : element.attributes()) {
    const std::string_view name = each.name();
    if (local_name(name) != local || name.find(':') == std::string_view::npos) continue;
    if (const auto resolved = resolve(element, name); resolved && resolved->uri == uri) return each;
  }
  return {};
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  const pugi::xml_node first = parent.first_child();
  return !first || first.type() == pugi::node_element ? first : next_element(first);
}

pugi::xml_node next_element(const pugi::xml_node& element) {
  pugi::xml_node next = element.next_sibling();
  while (next && next.type() != pugi::node_element) next = next.next_sibling();
  return next;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view local) {
  for (pugi::xml_node each = first_element(parent); each; each = next_element(each)) {
    if (local_name(each.name()) == local) return each;
  }
  return {};
}

std::string text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& each : element.children()) {
    if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) text += each.value();
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<bool> to_boolean(std::string_view text) {
  const std::string_view word = trimmed(text);
  if (word == "1" || word == "true") return true;
  if (word == "0" || word == "false") return false;
  return std::nullopt;
}

}  // namespace proxy::cwmp
