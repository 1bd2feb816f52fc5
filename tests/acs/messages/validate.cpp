// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/messages/validate.hpp"

#include <strings.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "tests/acs/messages/lexical.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::acs {
namespace {

using Violations = std::vector<std::string>;

bool is_cwmp(std::string_view uri) { return uri == kCwmp10 || uri == kCwmp11 || uri == kCwmp12; }

std::vector<pugi::xml_node> elements(const pugi::xml_node& parent) {
  std::vector<pugi::xml_node> list;
  for (const pugi::xml_node node : parent.children()) {
    if (node.type() == pugi::node_element) list.push_back(node);
  }
  return list;
}

// Characters and bytes that no XML document in UTF-8 may hold, and doctype declarations, which SOAP forbids.
void check_bytes(const std::string& body, Violations& found) {
  const auto forbidden = [](char c) { return static_cast<unsigned char>(c) < 0x20 && !std::strchr("\t\n\r", c); };
  if (std::any_of(body.begin(), body.end(), forbidden)) found.emplace_back("a control character in the body");
  if (body.find("<!DOCTYPE") != std::string::npos) found.emplace_back("a DOCTYPE in a SOAP message");
  for (std::size_t at = 0; at < body.size();) {
    const auto lead = static_cast<unsigned char>(body[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : 4;
    bool good = lead < 0x80 || (lead >= 0xC2 && lead < 0xF5 && at + length <= body.size());
    for (std::size_t i = 1; good && i < length; ++i) good = (static_cast<unsigned char>(body[at + i]) & 0xC0) == 0x80;
    if (!good) {
      found.push_back("not UTF-8 at byte " + std::to_string(at));
      return;
    }
    at += length;
  }
}

// Prefixes are declared, no attribute stands twice, no character reference hides a control character.
void check_names(const pugi::xml_node& node, Violations& found) {
  std::set<std::string> seen;
  if (!qualified_name(node, node.name()).resolved) found.push_back(std::string("undeclared prefix in ") + node.name());
  for (const pugi::xml_attribute attribute : node.attributes()) {
    if (!seen.insert(attribute.name()).second) found.push_back(std::string("attribute twice: ") + attribute.name());
    const bool declaration = std::strncmp(attribute.name(), "xmlns", 5) == 0;
    if (!declaration && !qualified_name(node, attribute.name(), true).resolved) {
      found.push_back(std::string("undeclared prefix in attribute ") + attribute.name());
    }
  }
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) {
      check_names(child, found);
    } else {
      for (const char* c = child.value(); *c != '\0'; ++c) {
        if (static_cast<unsigned char>(*c) < 0x20 && !std::strchr("\t\n\r", *c)) {
          found.push_back(std::string("a control character in ") + node.name());
          break;
        }
      }
    }
  }
}

// Spec: 3.5, only the top-level elements are qualified; simple types only where the model has them.
void check_unqualified(const pugi::xml_node& node, Violations& found) {
  for (const pugi::xml_node child : elements(node)) {
    if (!qualified_name(child, child.name()).uri.empty()) {
      found.push_back(std::string("argument ") + child.name() + " is qualified with a namespace");
    }
    check_unqualified(child, found);
  }
}

void check_array(const pugi::xml_node& node, Violations& found) {
  static constexpr std::array<std::string_view, 6> kArrays = {"Event",      "ParameterList", "MethodList",
                                                              "AccessList", "TransferList",  "Results"};
  const char* text = qualified_attribute(node, kSoapEncoding, "arrayType");
  if (text == nullptr) {
    if (std::find(kArrays.begin(), kArrays.end(), std::string_view(node.name())) != kArrays.end()) {
      found.push_back(std::string("array ") + node.name() + " without soap-enc:arrayType");
    }
    return;
  }
  const std::string type = text;
  const std::vector<pugi::xml_node> members = elements(node);
  const std::size_t bracket = type.find('[');
  const QName item = qualified_name(node, std::string_view(type).substr(0, bracket));
  if (bracket == std::string::npos || type.substr(bracket) != "[" + std::to_string(members.size()) + "]") {
    found.push_back("arrayType " + type + " on " + node.name() + ", which has " + std::to_string(members.size()) +
                    " members");
  }
  if (!(is_cwmp(item.uri) || (item.uri == kXsd && item.local == "string"))) {
    found.push_back("arrayType " + type + " names no CWMP type");
  }
  for (const pugi::xml_node member : members) {
    if (item.local != member.name())
      found.push_back("member " + std::string(member.name()) + " in an array of " + type);
  }
}

void check_value(const pugi::xml_node& structure, Violations& found) {
  const pugi::xml_node value = structure.child("Value");
  const std::string name = structure.child("Name").child_value();
  const char* type = qualified_attribute(value, kXsi, "type");
  if (type == nullptr) {
    found.push_back("value of " + name + " without xsi:type");
    return;
  }
  const QName qualified = qualified_name(value, type);
  const bool known = qualified.uri == kXsd || (qualified.uri == kSoapEncoding && qualified.local == "base64");
  if (!known) found.push_back("value of " + name + " has the unknown type " + type);
  if (!is_lexical("xsd:" + std::string(qualified.local), value.child_value())) {
    found.push_back("value of " + name + " is no " + type + ": " + value.child_value());
  }
}

void check_arguments(const pugi::xml_node& node, Violations& found) {
  check_array(node, found);
  if (std::string_view(node.name()) == "ParameterValueStruct") check_value(node, found);
  for (const pugi::xml_node child : elements(node)) check_arguments(child, found);
}

// Spec: A.3.3.1
void check_inform(const Message& message, const pugi::xml_node& inform, Violations& found) {
  static const std::vector<std::string> kOrder = {"DeviceId",    "Event",      "MaxEnvelopes",
                                                  "CurrentTime", "RetryCount", "ParameterList"};
  std::vector<std::string> order;
  for (const pugi::xml_node argument : elements(inform)) order.emplace_back(argument.name());
  if (order != kOrder) found.emplace_back("the arguments of Inform are not those of TR-069, in that order");
  if (std::string_view(inform.child_value("MaxEnvelopes")) != "1") found.emplace_back("MaxEnvelopes is not 1");
  const std::string& oui = message.device.oui;
  if (oui.size() != 6 || oui.find_first_not_of("0123456789ABCDEF") != std::string::npos) {
    found.push_back("OUI is not six upper-case hex digits: " + oui);
  }
  if (message.events.size() > 64) found.emplace_back("more than 64 events");
  std::set<std::string> single;
  for (const Event& event : message.events) {
    const bool multiple = event.code.starts_with("M ");
    if (!multiple && !single.insert(event.code).second) found.push_back("event twice: " + event.code);
    if (!multiple && !event.command_key.empty()) found.push_back("a CommandKey with event " + event.code);
  }
  std::set<std::string> names;
  for (const Parameter& one : message.parameters) {
    if (!names.insert(one.name).second) found.push_back("parameter twice in Inform: " + one.name);
  }
  if (!is_lexical("xsd:dateTime", inform.child_value("CurrentTime"))) found.emplace_back("CurrentTime is no dateTime");
  if (!is_lexical("xsd:unsignedInt", inform.child_value("RetryCount"))) found.emplace_back("RetryCount is no number");
}

void check_fault(const Message& message, const pugi::xml_node& node, Violations& found) {
  const SoapFault& fault = *message.fault;
  const std::vector<pugi::xml_node> detail = elements(node.child("detail"));
  if (fault.soap_code != "Client" && fault.soap_code != "Server") found.push_back("faultcode " + fault.soap_code);
  if (fault.soap_text != "CWMP fault") found.push_back("faultstring \"" + fault.soap_text + "\", not \"CWMP fault\"");
  const bool right = detail.size() == 1 && qualified_name(detail[0], detail[0].name()).local == "Fault" &&
                     is_cwmp(qualified_name(detail[0], detail[0].name()).uri);
  if (!right) {
    found.emplace_back("the detail of a fault is not one cwmp:Fault");
    return;
  }
  check_unqualified(detail[0], found);
  if (fault.code.size() != 4 || fault.code[0] != '9') found.push_back("CPE fault code " + fault.code);
}

void check_header(const Message& message, const pugi::xml_node& header, Violations& found) {
  std::size_t ids = 0;
  for (const pugi::xml_node node : elements(header)) {
    const QName name = qualified_name(node, node.name());
    const char* must = qualified_attribute(node, kSoapEnvelope, "mustUnderstand");
    if (!is_cwmp(name.uri) || name.uri != message.cwmp_namespace) {
      found.push_back(std::string("header ") + node.name() + " is not of the namespace of the message");
    }
    if (name.local == "ID") {
      ++ids;
      if (must == nullptr || std::string_view(must) != "1") found.emplace_back("cwmp:ID without mustUnderstand=\"1\"");
      if (*node.child_value() == '\0') found.emplace_back("an empty cwmp:ID");
    } else if (name.local == "SessionTimeout" || name.local == "SupportedCWMPVersions") {
      if (message.rpc != "Inform") found.push_back(std::string(name.local) + " outside Inform");
      if (must != nullptr && std::string_view(must) != "0")
        found.push_back(std::string(name.local) + " must be understood");
    } else {
      found.push_back("a CPE does not send the header " + std::string(name.local));
    }
  }
  if (ids > 1) found.emplace_back("cwmp:ID twice");
  if (ids == 0 && message.is_request()) found.emplace_back("a request without cwmp:ID");
}

}  // namespace

void check_http(Message& message) {
  Violations& found = message.violations;
  if (message.method != "POST") found.push_back("HTTP method " + message.method);
  if (!message.header("Host")) found.emplace_back("no Host header");
  if (message.header("Expect")) found.emplace_back("an Expect header");
  const auto type = message.header("Content-Type");
  const auto action = message.header("SOAPAction");
  const auto length = message.header("Content-Length");
  if (message.empty()) {
    if (type) found.push_back("an empty POST with Content-Type " + *type);
    if (action) found.push_back("an empty POST with SOAPAction " + *action);
    if (length != "0") found.emplace_back("an empty POST without Content-Length: 0");
    return;
  }
  if (!length) found.emplace_back("an envelope without Content-Length");
  if (!action || !action->empty()) found.push_back("SOAPAction is not there and empty: " + action.value_or("(none)"));
  const std::string media = type.value_or("(none)");
  const bool good = strcasecmp(media.c_str(), "text/xml") == 0 || strncasecmp(media.c_str(), "text/xml;", 9) == 0;
  if (!good) found.push_back("Content-Type " + media);
  const std::size_t charset = media.find("charset=");
  if (charset != std::string::npos && strcasecmp(media.c_str() + charset, "charset=utf-8") != 0 &&
      strcasecmp(media.c_str() + charset, "charset=\"utf-8\"") != 0) {
    found.push_back("charset in Content-Type " + media);
  }
}

void check_envelope(Message& message, const pugi::xml_document& document) {
  Violations& found = message.violations;
  check_bytes(message.body, found);
  if (!message.parsed) return;
  const pugi::xml_node envelope = document.document_element();
  check_names(envelope, found);
  const std::vector<pugi::xml_node> parts = elements(envelope);
  std::size_t bodies = 0;
  for (const pugi::xml_node part : parts) {
    const QName name = qualified_name(part, part.name());
    if (name.uri != kSoapEnvelope) found.push_back(std::string("in the envelope: ") + part.name());
    if (name.local == "Header") check_header(message, part, found);
    if (name.local != "Body") continue;
    ++bodies;
    const std::vector<pugi::xml_node> content = elements(part);
    if (content.size() != 1) found.emplace_back("not exactly one element in the SOAP body");
    for (const pugi::xml_node rpc : content) {
      if (message.fault) {
        check_unqualified(rpc.child("faultcode"), found);
        check_fault(message, rpc, found);
        continue;
      }
      if (!is_cwmp(message.cwmp_namespace)) found.push_back("namespace " + message.cwmp_namespace);
      check_unqualified(rpc, found);
      for (const pugi::xml_node argument : elements(rpc)) check_arguments(argument, found);
      if (message.rpc == "Inform") check_inform(message, rpc, found);
    }
  }
  if (bodies != 1) found.emplace_back("not exactly one SOAP body");
}

std::string schema_errors(const std::string& schema_file, const std::string& body) {
  const support::TempDir folder;
  const std::string file = folder.write("message.xml", body);
  const support::Finished finished = support::run({"xmllint", "--nonet", "--noout", "--schema", schema_file, file});
  return finished.exit_code == 0 ? std::string{} : finished.output;
}

}  // namespace tests::acs
