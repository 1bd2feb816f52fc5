// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/soap_reader.hpp"

#include "proxy/cwmp/envelope/request_reader.hpp"
#include "proxy/cwmp/envelope/xml_guard.hpp"
#include "proxy/cwmp/envelope/xml_node.hpp"

#include <charconv>
#include <utility>

namespace proxy::cwmp {
namespace {

constexpr unsigned kParseFlags =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata | pugi::parse_wconv_attribute;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string undeclared_prefix(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const std::string prefix(name.substr(0, name.find(':')));
  return "the prefix of " + std::string(name) + " is not declared: xmlns:" + prefix + " is missing";
}

/// Reads one envelope. Each step returns why it is no message of CWMP, or nothing.
class EnvelopeReader {
 public:
  explicit EnvelopeReader(Version known) : known_(known) {}

  std::string read(const pugi::xml_document& document) {
    const pugi::xml_node envelope = first_element(document);
    if (next_element(envelope)) return "it has more than one root";
    const auto name = name_of(envelope);
    if (envelope && !name) return undeclared_prefix(envelope);
    if (!name || name->local != "Envelope") return "it is not a SOAP envelope";
    if (name->uri != kSoapEnvelope) return "its envelope is not of SOAP 1.1 but of \"" + std::string(name->uri) + "\"";
    pugi::xml_node part = first_element(envelope);
    if (is_named(part, kSoapEnvelope, "Header")) {
      if (std::string reason = read_header(part); !reason.empty()) return reason;
      part = next_element(part);
    }
    if (part && !name_of(part)) return undeclared_prefix(part);
    if (!is_named(part, kSoapEnvelope, "Body")) return "it has no SOAP body";
    return read_body(part);
  }

  Message message;

 private:
  std::string read_header(const pugi::xml_node& header) {
    for (pugi::xml_node each = first_element(header); each; each = next_element(each)) {
      if (std::string reason = read_header_block(each); !reason.empty()) return reason;
    }
    return {};
  }

  std::string read_header_block(const pugi::xml_node& block) {
    const auto name = name_of(block);
    if (name && version_from_namespace(name->uri)) {
      if (name->local == "ID") {
        message.id = text_of(block);
        return {};
      }
      if (name->local == "HoldRequests") {
        const auto held = to_boolean(text_of(block));
        if (!held) return "HoldRequests is not a boolean";
        message.hold_requests = *held;
        return {};
      }
      if (name->local == "UseCWMPVersion") {
        message.use_cwmp_version = std::string(trimmed(text_of(block)));
        return {};
      }
      // Of CWMP 1.0, and without a meaning since.
      if (name->local == "NoMoreRequests") return {};
    }
    const bool must_understand = to_boolean(attribute(block, kSoapEnvelope, "mustUnderstand").value()).value_or(false);
    if (must_understand) return "it must be understood but is not known: header " + std::string(block.name());
    return {};
  }

  std::string read_body(const pugi::xml_node& body) {
    const pugi::xml_node content = first_element(body);
    if (!content) return "its SOAP body is empty";
    if (next_element(content)) return "its SOAP body has more than one element";
    if (is_named(content, kSoapEnvelope, "Fault")) return read_fault(content);
    const auto name = name_of(content);
    if (!name) return undeclared_prefix(content);
    const auto version = version_from_namespace(name->uri);
    if (!version) return "it is in no known namespace of CWMP: " + std::string(content.name());
    message.written_in = *version;
    read_rpc(name->local, content);
    return {};
  }

  void read_rpc(std::string_view method, const pugi::xml_node& element) {
    constexpr std::string_view kResponse = "Response";
    if (method.ends_with(kResponse)) {
      message.content = AcsResponse{std::string(method.substr(0, method.size() - kResponse.size()))};
      return;
    }
    message.method = method;
    auto request = read_request(method, element, known_);
    if (!request) {
      message.content = Unsupported{std::string(method)};
    } else if (!*request) {
      message.content = BadArguments{request->error()};
    } else {
      message.content = std::move(**request);
    }
  }

  std::string read_fault(const pugi::xml_node& element) {
    const pugi::xml_node detail = child(child(element, "detail"), "Fault");
    const auto name = name_of(detail);
    if (detail && !name) return undeclared_prefix(detail);
    const auto version = name ? version_from_namespace(name->uri) : std::nullopt;
    if (!version) return "its SOAP fault is not a fault of CWMP";
    message.written_in = *version;
    Fault fault;
    const std::string text = text_of(child(detail, "FaultCode"));
    const std::string_view digits = trimmed(text);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), fault.fault_code);
    if (error != std::errc{} || end != digits.data() + digits.size()) return "its FaultCode is not a number";
    fault.fault_string = text_of(child(detail, "FaultString"));
    message.content = std::move(fault);
    return {};
  }

  Version known_;  ///< methods that came later are unknown
};

}  // namespace

std::variant<Message, InvalidMessage> read_message(std::string_view text, std::size_t max_size, Version version) {
  if (text.size() > max_size) return InvalidMessage{"it is longer than " + std::to_string(max_size) + " bytes"};
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (std::string reason = guard_xml(text); !reason.empty()) return InvalidMessage{std::move(reason)};
  pugi::xml_document document;
  const auto parsed = document.load_buffer(text.data(), text.size(), kParseFlags, pugi::encoding_utf8);
  if (!parsed) return InvalidMessage{std::string("it is not well-formed: ") + parsed.description()};
  EnvelopeReader reader(version);
  if (std::string reason = reader.read(document); !reason.empty()) return InvalidMessage{std::move(reason)};
  return std::move(reader.message);
}

}  // namespace proxy::cwmp
