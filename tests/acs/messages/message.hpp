// SPDX-License-Identifier: Apache-2.0
#pragma once
// One HTTP request of the CPE as the test ACS received it, and what its envelope says.
// Thread: pure

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace tests::acs {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Event {
  std::string code;
  std::string command_key = {};
  bool operator==(const Event&) const = default;
};

struct Parameter {
  std::string name;
  std::string value;
  std::string type;  // as written, "xsd:string"
  bool operator==(const Parameter&) const = default;
};

struct ParameterName {
  std::string name;
  bool writable = false;
  bool operator==(const ParameterName&) const = default;
};

struct ParameterAttributes {
  std::string name;
  int notification = 0;
  std::vector<std::string> access_list;
};

struct DeviceId {
  std::string manufacturer;
  std::string oui;
  std::string product_class;
  std::string serial_number;
};

struct SetFault {
  std::string parameter;
  std::string code;
  std::string text;
};

struct SoapFault {
  std::string soap_code;  // Client, Server
  std::string soap_text;  // CWMP fault
  std::string code;       // 9005; empty when there is no cwmp:Fault inside
  std::string text;
  std::vector<SetFault> parameters;
};

// An array of the message: what arrayType says, and what is there.
struct Array {
  std::string element;
  std::string type;  // the whole text, "cwmp:EventStruct[2]"
  std::optional<std::size_t> declared;
  std::size_t members = 0;
};

struct Message {
  using TimePoint = std::chrono::steady_clock::time_point;

  // HTTP
  std::string server_name;  // by SNI, of a TLS connection
  std::string method;
  std::string target;
  Headers headers;
  std::string body;           // decompressed
  std::string coding;         // as it came: "gzip", "deflate", or empty
  std::size_t wire_size = 0;  // then: its compressed size
  std::uint64_t session = 0;
  std::uint64_t connection = 0;
  TimePoint asked;     // when the reply before this message began to be written; the connection's start for the first
  TimePoint received;  // when its last byte was here

  // SOAP; all of it is empty for an empty POST, and for a body longer than Options::parse_limit
  bool parsed = false;
  std::string rpc;  // "Inform", "GetParameterValuesResponse", "Fault"
  std::string cwmp_namespace;
  std::optional<std::string> id;
  std::optional<std::string> session_timeout;
  std::optional<std::string> supported_versions;
  DeviceId device;
  std::vector<Event> events;
  std::vector<Parameter> parameters;
  std::vector<ParameterName> names;
  std::vector<ParameterAttributes> attributes;
  std::vector<std::string> methods;
  std::vector<Array> arrays;
  std::optional<SoapFault> fault;
  // The simple arguments of the RPC by their names: RetryCount, Status, InstanceNumber, CommandKey, CurrentTime ...,
  // and those one level below, as "FaultStruct.FaultCode".
  std::map<std::string, std::string> arguments;

  // What is wrong with the message by the rules of TR-069; expecting it fails if there is anything.
  std::vector<std::string> violations;

  bool empty() const { return body.empty(); }
  bool is_request() const;
  std::optional<std::string> header(std::string_view name) const;
  std::chrono::nanoseconds round_trip() const { return received - asked; }

  // These throw std::runtime_error when the message has no such thing.
  const std::string& argument(const std::string& name) const;
  const Parameter& parameter(std::string_view name) const;
  int number(const std::string& name) const;

  bool has_event(std::string_view code) const;
  std::map<std::string, Parameter> values() const;

  // The message in a few lines, for the text of a failed expectation.
  std::string describe() const;
};

// Reads the envelope into the message; what cannot be read is a violation. The document is left for further checks.
void read_envelope(Message& message, pugi::xml_document& document);

// Namespaces, which pugixml leaves to its user.
struct QName {
  std::string_view uri;
  std::string_view local;
  bool resolved = true;  // false: the prefix is not declared
};
QName qualified_name(const pugi::xml_node& node, std::string_view name, bool attribute = false);

inline constexpr std::string_view kSoapEnvelope = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kSoapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";
inline constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";
inline constexpr std::string_view kCwmp10 = "urn:dslforum-org:cwmp-1-0";
inline constexpr std::string_view kCwmp11 = "urn:dslforum-org:cwmp-1-1";
inline constexpr std::string_view kCwmp12 = "urn:dslforum-org:cwmp-1-2";

// The attribute of that namespace and name, or null.
const char* qualified_attribute(const pugi::xml_node& node, std::string_view uri, std::string_view local);

}  // namespace tests::acs
