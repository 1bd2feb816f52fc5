// SPDX-License-Identifier: Apache-2.0
#pragma once
// The messages of CWMP as plain structs, named as in TR-069. Those that an ACS sends are filled in by soap_reader,
// those that we send are written by soap_writer.
// Spec: TR-069 Amendment 6, A.3 (RPCs), A.5 (faults)
// Thread: pure

#include "proxy/base/error.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
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
  std::string type = {};  ///< the local name in xsi:type, "unsignedInt"; empty: the element has no type
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
struct ScheduleInform {
  std::uint32_t delay_seconds = 0;
  std::string command_key;
};
struct FactoryReset {};

/// Seconds from the request on.
struct TimeWindowStruct {
  std::uint32_t window_start = 0;
  std::uint32_t window_end = 0;
  std::string window_mode;  ///< "1 At Any Time"
  std::int32_t max_retries = 0;
};
/// What Download, Upload and ScheduleDownload ask for; what one of them has not stays as it is here.
struct TransferArguments {
  std::string command_key = {};
  std::string file_type = {};
  std::string url = {};
  std::string username = {};
  std::string password = {};
  std::uint32_t file_size = 0;  ///< bytes; 0: unknown
  std::string target_file_name = {};
  std::uint32_t delay_seconds = 0;
  std::vector<TimeWindowStruct> time_window_list = {};
};
/// SuccessURL and FailureURL are for a browser that waits for the file; this device has none, and does not use them.
struct Download : TransferArguments {};
struct Upload : TransferArguments {};
struct ScheduleDownload : TransferArguments {};
struct CancelTransfer {
  std::string command_key;
};
struct GetQueuedTransfers {};
struct GetAllQueuedTransfers {};

using Request =
    std::variant<GetRPCMethods, SetParameterValues, GetParameterValues, GetParameterNames, SetParameterAttributes,
                 GetParameterAttributes, AddObject, DeleteObject, Reboot, Download, Upload, ScheduleDownload,
                 CancelTransfer, GetQueuedTransfers, GetAllQueuedTransfers, ScheduleInform, FactoryReset>;

// ---- what we answer ----

/// MethodList is what read_message() knows of the version that the answer is written in.
struct GetRPCMethodsResponse {};
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
struct ScheduleInformResponse {};
struct FactoryResetResponse {};

/// No transfer is over when it is answered: Status is 1, and TransferComplete follows in another session.
struct DownloadResponse {};
struct UploadResponse {};
struct ScheduleDownloadResponse {};
struct CancelTransferResponse {};

enum class TransferState : std::uint8_t { not_yet_started = 1, in_progress = 2, completed = 3 };
inline constexpr std::size_t kMaxQueuedTransfers = 16;

struct AllQueuedTransferStruct {
  std::string command_key = {};
  TransferState state = TransferState::not_yet_started;
  bool is_download = true;
  std::string file_type = {};
  std::uint32_t file_size = 0;
  std::string target_file_name = {};
};
/// Lists command_key and state alone.
struct GetQueuedTransfersResponse {
  std::vector<AllQueuedTransferStruct> transfer_list;  ///< at most kMaxQueuedTransfers
};
struct GetAllQueuedTransfersResponse {
  std::vector<AllQueuedTransferStruct> transfer_list;  ///< at most kMaxQueuedTransfers
};

using Response = std::variant<GetRPCMethodsResponse, SetParameterValuesResponse, GetParameterValuesResponse,
                              GetParameterNamesResponse, SetParameterAttributesResponse, GetParameterAttributesResponse,
                              AddObjectResponse, DeleteObjectResponse, RebootResponse, DownloadResponse, UploadResponse,
                              ScheduleDownloadResponse, CancelTransferResponse, GetQueuedTransfersResponse,
                              GetAllQueuedTransfersResponse, ScheduleInformResponse, FactoryResetResponse>;

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

/// Any other request of ours.
struct OutgoingRequest {
  std::string method;  ///< "TransferComplete"
  /// Writes what stands inside its element with XmlText (envelope/xml_text.hpp), as the version that was agreed on has
  /// it.
  std::function<std::string(Version)> arguments;
  std::uint64_t token = 0;        ///< its maker's own word for it, handed back in AcknowledgeRequest
  Version since = Version::v1_0;  ///< in a session of an older version it is left out, and not acknowledged
};

/// The FaultStruct and the times of a transfer's end.
struct TransferResult {
  std::uint32_t fault_code = 0;
  std::string fault_string = {};                            ///< the first 256 characters are sent
  std::optional<std::chrono::sys_seconds> start_time = {};  ///< none: Unknown Time
  std::optional<std::chrono::sys_seconds> complete_time = {};
};
struct TransferComplete {
  std::string command_key;
  TransferResult result;
};
/// AnnounceURL is always empty: no server announces files to this device.
struct AutonomousTransferComplete {
  std::string transfer_url;
  bool is_download = true;
  std::string file_type;
  std::uint32_t file_size = 0;
  std::string target_file_name;
  TransferResult result;
};
OutgoingRequest to_request(TransferComplete message, std::uint64_t token);
OutgoingRequest to_request(AutonomousTransferComplete message, std::uint64_t token);

}  // namespace proxy::cwmp
