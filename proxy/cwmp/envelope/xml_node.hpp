// SPDX-License-Identifier: Apache-2.0
#pragma once
// What pugixml leaves to its user: namespaces, and text in several pieces.
// Spec: Namespaces in XML 1.0
// Thread: pure. What is returned as a view lives as long as the document.

#include <pugixml.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace proxy::cwmp {

inline constexpr std::string_view kSoapEnvelope = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kSoapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";
inline constexpr std::string_view kXmlSchema = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view kXmlSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

struct QName {
  std::string_view uri;  ///< empty: in no namespace
  std::string_view local;
};

/// What a prefixed name stands for at this node; a name without a prefix is in the default namespace. None if the
/// prefix is not declared.
std::optional<QName> resolve(const pugi::xml_node& node, std::string_view name);
std::optional<QName> name_of(const pugi::xml_node& element);
bool is_named(const pugi::xml_node& element, std::string_view uri, std::string_view local);
/// The attribute of that name in that namespace, or the null attribute.
pugi::xml_attribute attribute(const pugi::xml_node& element, std::string_view uri, std::string_view local);

/// The name without its prefix.
std::string_view local_name(std::string_view name);
pugi::xml_node first_element(const pugi::xml_node& parent);
pugi::xml_node next_element(const pugi::xml_node& element);
/// The first child element of that local name. Some ACSs qualify what should not be, so no namespace is asked for.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view local);
/// All text of the element itself, CDATA included, as it stands.
std::string text_of(const pugi::xml_node& element);

std::string_view trimmed(std::string_view text);
/// "0", "1", "true" or "false", with white space around it.
std::optional<bool> to_boolean(std::string_view text);

}  // namespace proxy::cwmp
