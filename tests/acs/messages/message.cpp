// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/messages/message.hpp"

#include <strings.h>
#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <stdexcept>

namespace tests::acs {
namespace {

std::string text_of(const pugi::xml_node& parent, const char* name) { return parent.child(name).child_value(); }

pugi::xml_node child_of(const pugi::xml_node& parent, std::string_view uri, std::string_view local) {
  for (const pugi::xml_node node : parent.children()) {
    if (node.type() != pugi::node_element) continue;
    const QName name = qualified_name(node, node.name());
    if (name.uri == uri && name.local == local) return node;
  }
  return {};
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  for (const pugi::xml_node node : parent.children()) {
    if (node.type() == pugi::node_element) return node;
  }
  return {};
}

bool is_container(const pugi::xml_node& node) { return static_cast<bool>(first_element(node)); }

void read_header(Message& message, const pugi::xml_node& header) {
  for (const pugi::xml_node node : header.children()) {
    const std::string_view local = qualified_name(node, node.name()).local;
    if (local == "ID") message.id = node.child_value();
    if (local == "SessionTimeout") message.session_timeout = node.child_value();
    if (local == "SupportedCWMPVersions") message.supported_versions = node.child_value();
  }
}

void read_array(Message& message, const pugi::xml_node& node) {
  const char* type = qualified_attribute(node, kSoapEncoding, "arrayType");
  if (type == nullptr) return;
  Array array{.element = node.name(), .type = type, .declared = {}, .members = 0};
  for (const pugi::xml_node child : node.children()) array.members += child.type() == pugi::node_element ? 1U : 0U;
  const std::size_t bracket = array.type.rfind('[');
  std::size_t count = 0;
  if (bracket != std::string::npos) {
    const char* begin = array.type.data() + bracket + 1;
    const auto [end, error] = std::from_chars(begin, array.type.data() + array.type.size(), count);
    if (error == std::errc{} && *end == ']') array.declared = count;
  }
  message.arrays.push_back(std::move(array));
}

ParameterAttributes read_attributes(const pugi::xml_node& item) {
  ParameterAttributes attributes{.name = text_of(item, "Name"), .notification = -1, .access_list = {}};
  attributes.notification = item.child("Notification").text().as_int(-1);
  for (const pugi::xml_node entity : item.child("AccessList").children()) {
    attributes.access_list.emplace_back(entity.child_value());
  }
  return attributes;
}

void read_member(Message& message, const pugi::xml_node& item) {
  const std::string_view kind = item.name();
  if (kind == "EventStruct") {
    message.events.push_back({text_of(item, "EventCode"), text_of(item, "CommandKey")});
  } else if (kind == "ParameterValueStruct") {
    const pugi::xml_node value = item.child("Value");
    const char* type = qualified_attribute(value, kXsi, "type");
    message.parameters.push_back({text_of(item, "Name"), value.child_value(), type == nullptr ? "" : type});
  } else if (kind == "ParameterInfoStruct") {
    const std::string writable = text_of(item, "Writable");
    message.names.push_back({text_of(item, "Name"), writable == "1" || writable == "true"});
  } else if (kind == "ParameterAttributeStruct") {
    message.attributes.push_back(read_attributes(item));
  }
}

void read_arguments(Message& message, const pugi::xml_node& rpc) {
  for (const pugi::xml_node argument : rpc.children()) {
    if (argument.type() != pugi::node_element) continue;
    const std::string name = argument.name();
    read_array(message, argument);
    if (!is_container(argument)) message.arguments[name] = argument.child_value();
    for (const pugi::xml_node item : argument.children()) {
      if (item.type() != pugi::node_element) continue;
      read_member(message, item);
      if (name == "MethodList") message.methods.emplace_back(item.child_value());
      for (const pugi::xml_node below : item.children()) read_array(message, below);
      if (!is_container(item)) message.arguments[name + "." + item.name()] = item.child_value();
    }
  }
  const pugi::xml_node device = rpc.child("DeviceId");
  message.device = {text_of(device, "Manufacturer"), text_of(device, "OUI"), text_of(device, "ProductClass"),
                    text_of(device, "SerialNumber")};
}

void read_fault(Message& message, const pugi::xml_node& node) {
  SoapFault fault;
  const std::string code = text_of(node, "faultcode");
  fault.soap_code = code.substr(code.find(':') == std::string::npos ? 0 : code.find(':') + 1);
  fault.soap_text = text_of(node, "faultstring");
  const pugi::xml_node cwmp = first_element(node.child("detail"));
  message.cwmp_namespace = qualified_name(cwmp, cwmp.name()).uri;
  fault.code = text_of(cwmp, "FaultCode");
  fault.text = text_of(cwmp, "FaultString");
  for (const pugi::xml_node item : cwmp.children("SetParameterValuesFault")) {
    fault.parameters.push_back(
        {text_of(item, "ParameterName"), text_of(item, "FaultCode"), text_of(item, "FaultString")});
  }
  message.fault = std::move(fault);
}

}  // namespace

QName qualified_name(const pugi::xml_node& node, std::string_view name, bool attribute) {
  const std::size_t colon = name.find(':');
  const std::string_view prefix = colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
  const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
  if (prefix == "xml") return {.uri = "http://www.w3.org/XML/1998/namespace", .local = local};
  if (prefix.empty() && attribute) return {.uri = {}, .local = local};
  const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (pugi::xml_node at = node; at; at = at.parent()) {
    const pugi::xml_attribute found = at.attribute(declaration.c_str());
    if (found) return {.uri = found.value(), .local = local};
  }
  return {.uri = {}, .local = local, .resolved = prefix.empty()};
}

const char* qualified_attribute(const pugi::xml_node& node, std::string_view uri, std::string_view local) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    const QName name = qualified_name(node, attribute.name(), true);
    if (name.uri == uri && name.local == local) return attribute.value();
  }
  return nullptr;
}

void read_envelope(Message& message, pugi::xml_document& document) {
  const pugi::xml_parse_result result = document.load_buffer(message.body.data(), message.body.size(),
                                                             pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result) {
    message.violations.push_back(std::string("not well-formed XML: ") + result.description() + " at byte " +
                                 std::to_string(result.offset));
    return;
  }
  const pugi::xml_node envelope = child_of(document, kSoapEnvelope, "Envelope");
  const pugi::xml_node body = child_of(envelope, kSoapEnvelope, "Body");
  const pugi::xml_node rpc = first_element(body);
  if (!rpc) {
    message.violations.emplace_back("no SOAP 1.1 envelope with a body and an element in it");
    return;
  }
  message.parsed = true;
  read_header(message, child_of(envelope, kSoapEnvelope, "Header"));
  const QName name = qualified_name(rpc, rpc.name());
  message.rpc = name.local;
  message.cwmp_namespace = name.uri;
  if (name.uri == kSoapEnvelope && name.local == "Fault") {
    read_fault(message, rpc);
  } else {
    read_arguments(message, rpc);
  }
}

bool Message::is_request() const { return !rpc.empty() && rpc != "Fault" && !rpc.ends_with("Response"); }

std::optional<std::string> Message::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& field) {
    return field.first.size() == name.size() && strncasecmp(field.first.data(), name.data(), name.size()) == 0;
  });
  return found == headers.end() ? std::nullopt : std::optional(found->second);
}

const std::string& Message::argument(const std::string& name) const {
  const auto found = arguments.find(name);
  if (found == arguments.end()) throw std::runtime_error("no argument " + name + " in\n" + describe());
  return found->second;
}

int Message::number(const std::string& name) const { return std::stoi(argument(name)); }

const Parameter& Message::parameter(std::string_view name) const {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& one) { return one.name == name; });
  if (found == parameters.end()) throw std::runtime_error("no parameter " + std::string(name) + " in\n" + describe());
  return *found;
}

bool Message::has_event(std::string_view code) const {
  return std::any_of(events.begin(), events.end(), [&](const Event& event) { return event.code == code; });
}

std::map<std::string, Parameter> Message::values() const {
  std::map<std::string, Parameter> by_name;
  for (const Parameter& one : parameters) by_name[one.name] = one;
  return by_name;
}

std::string Message::describe() const {
  constexpr std::size_t kMost = 4000;
  std::string text = method + " " + target;
  text += empty() ? " without a body" : rpc.empty() ? " with a body" : " with " + rpc;
  if (fault) text += " " + fault->code + " " + fault->text;
  for (const Event& event : events) text += "\n  event " + event.code + " (" + event.command_key + ")";
  for (const std::string& violation : violations) text += "\n  violation: " + violation;
  return text + "\n" + body.substr(0, kMost) + (body.size() > kMost ? "...\n" : "\n");
}

}  // namespace tests::acs
