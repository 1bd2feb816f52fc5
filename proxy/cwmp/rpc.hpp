// SPDX-License-Identifier: Apache-2.0
#pragma once
// The messages of CWMP as plain structs, named as in TR-069. Those that an ACS sends are filled in by soap_reader,
// those that we send are written by soap_writer.
// Spec: TR-069 Amendment 6, A.3 (RPCs), A.5 (faults)
// Thread: pure

#include "proxy/base/error.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace proxy::cwmp {

/// Characters of the longest CommandKey and ParameterKey.
inline constexpr std::size_t kMaxKeyLength = 32;

// ---- what an ACS asks ----

struct GetRPCMethods {};

struct ParameterValueStruct {
  std::string name;
  std::string value;
  std::string type = {};  ///< the local name in xsi:type, "unsignedInt"; empty if there is none
};
struct SetParameterValues {
  std::vector<ParameterValueStruct> parameter_list;
  std::string parameter_key;
};
struct GetParameterValues {
  std::vector<std::string> parameter_names;
};
struct GetParameterNames {
  std::string parameter_path;
  bool next_level = false;
};
/// A field whose Change flag is false is none.
struct SetParameterAttributesStruct {
  std::string name;
  std::optional<model::Notification> notification = {};
  std::optional<std::vector<std::string>> access_list = {};
};
struct SetParameterAttributes {
  std::vector<SetParameterAttributesStruct> parameter_list;
};
struct GetParameterAttributes {
  std::vector<std::string> parameter_names;
};
struct AddObject {
  std::string object_name;
  std::string parameter_key;
};
struct DeleteObject {
  std::string object_name;
  std::string parameter_key;
};
struct Reboot {
  std::string command_key;
};

using Request = std::variant<GetRPCMethods, SetParameterValues, GetParameterValues, GetParameterNames,
                             SetParameterAttributes, GetParameterAttributes, AddObject, DeleteObject, Reboot>;

// ---- what we answer ----

struct GetRPCMethodsResponse {
  std::vector<std::string_view> method_list;
};
struct SetParameterValuesResponse {
  model::SetStatus status = model::SetStatus::applied;
};
/// The lists may be long: they name what is to be listed, and list_body.hpp reads it from the tree.
struct GetParameterValuesResponse {
  std::vector<model::Selection> parameter_list;
};
struct GetParameterNamesResponse {
  model::Selection parameter_list;
  model::Cursor::Depth depth = model::Cursor::Depth::all;
  std::size_t limit = 0;  ///< of items; 0 for none, 1 for the object named alone
};
struct GetParameterAttributesResponse {
  std::vector<model::Selection> parameter_list;
};
struct SetParameterAttributesResponse {};
struct AddObjectResponse {
  std::uint32_t instance_number = 0;
  model::SetStatus status = model::SetStatus::applied;
};
struct DeleteObjectResponse {
  model::SetStatus status = model::SetStatus::applied;
};
struct RebootResponse {};

using Response = std::variant<GetRPCMethodsResponse, SetParameterValuesResponse, GetParameterValuesResponse,
                              GetParameterNamesResponse, SetParameterAttributesResponse, GetParameterAttributesResponse,
                              AddObjectResponse, DeleteObjectResponse, RebootResponse>;

// ---- faults, ours and the ACS's ----

struct SetParameterValuesFault {
  std::string parameter_name;
  std::uint32_t fault_code = 0;
  std::string fault_string;
  bool operator==(const SetParameterValuesFault&) const = default;
};
struct Fault {
  std::uint32_t fault_code = 0;
  std::string fault_string;
  std::vector<SetParameterValuesFault> set_parameter_values_faults = {};
  bool operator==(const Fault&) const = default;
};
inline constexpr std::uint32_t kRetryRequest = 8005;
inline constexpr std::uint32_t kVersionIncompatible = 8006;

/// The fault that answers a request, with the error's path and detail in its FaultString.
Fault to_fault(const base::Error& error);
/// The fault that answers SetParameterValues: 9003 with one element a parameter; the error's own code, alone, if it
/// concerns no parameter in particular.
Fault to_set_fault(const std::vector<base::Error>& errors);

// ---- what we ask ----

struct DeviceIdStruct {
  std::string manufacturer;
  std::string oui;  ///< six upper-case hex digits
  std::string product_class;
  std::string serial_number;
};

/// MaxEnvelopes is always 1.
struct Inform {
  DeviceIdStruct device_id;
  std::vector<EventStruct> event;  ///< as arrange() makes them
  std::chrono::sys_seconds current_time;
  std::chrono::minutes utc_offset{0};  ///< local time minus UTC
  std::uint32_t retry_count = 0;
  std::vector<model::ParameterRef> parameter_list;  ///< read from the tree when the message is written
};

/// Any other request of ours, written beforehand.
struct OutgoingRequest {
  std::string method;       ///< "TransferComplete"
  std::string arguments;    ///< what stands inside its element, made with XmlText (xml_text.hpp)
  std::uint64_t token = 0;  ///< its maker's own word for it, handed back in AcknowledgeRequest
};

}  // namespace proxy::cwmp
