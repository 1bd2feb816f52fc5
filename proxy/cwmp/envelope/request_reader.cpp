// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/request_reader.hpp"

#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/envelope/xml_node.hpp"
#include "proxy/model/value.hpp"

#include <array>
#include <charconv>
#include <string>
#include <type_traits>
#include <utility>

namespace proxy::cwmp {
namespace {

base::Error bad(std::string_view argument, std::string_view what) {
  return {base::Fault::invalid_arguments, "", std::string(argument).append(" ").append(what)};
}

/// The arguments of a call, or the fields of a struct. The first that is wrong is remembered; what is read after it
/// means nothing.
class Arguments {
 public:
  explicit Arguments(const pugi::xml_node& element) : element_(element) {}

  std::string text(std::string_view name) {
    const pugi::xml_node found = required(name);
    return text_of(found);
  }
  std::string text(std::string_view name, std::size_t longest) {
    std::string value = text(name);
    if (model::characters(value) > longest) {
      refuse(bad(name, "is longer than " + std::to_string(longest) + " characters"));
    }
    return value;
  }
  std::string key(std::string_view name) { return text(name, kMaxKeyLength); }
  template <class Number>
  Number number(std::string_view name) {
    const std::string found = text(name);
    std::string_view digits = trimmed(found);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    Number value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
      refuse(bad(name, std::is_signed_v<Number> ? "is not an int: -2147483648 to 2147483647 is allowed"
                                                : "is not an unsignedInt: 0 to 4294967295 is allowed"));
    return value;
  }
  bool boolean(std::string_view name) {
    const pugi::xml_node found = required(name);
    const auto value = to_boolean(text_of(found));
    if (!value) refuse(bad(name, "is not a boolean: true, false, 1 or 0"));
    return value.value_or(false);
  }
  pugi::xml_node required(std::string_view name) {
    const pugi::xml_node found = child(element_, name);
    if (!found) refuse(bad(name, "is missing"));
    return found;
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> values;
    const pugi::xml_node array = required(name);
    for (pugi::xml_node each = first_element(array); each; each = next_element(each)) values.push_back(text_of(each));
    return values;
  }

  void refuse(base::Error error) {
    if (!error_) error_ = std::move(error);
  }
  /// Built in its place: what is a Result<Request> holds one of many structs.
  template <class R, class T>
  base::Result<R> result(T&& value) const {
    if (error_) return *error_;
    return base::Result<R>(boost::system::in_place_value, std::forward<T>(value));
  }

 private:
  pugi::xml_node element_;
  std::optional<base::Error> error_;
};

/// The xsi:type without its prefix. A type of a namespace that has no types for us stays as it is, and matches none.
std::string xsi_type(const pugi::xml_node& element) {
  const std::string_view name = trimmed(attribute(element, kXmlSchemaInstance, "type").value());
  const auto resolved = resolve(element, name);
  const bool known =
      !resolved || resolved->uri.empty() || resolved->uri == kXmlSchema || resolved->uri == kSoapEncoding;
  return std::string(known ? local_name(name) : name);
}

base::Result<Request> get_rpc_methods(const pugi::xml_node&) { return Request{GetRPCMethods{}}; }

base::Result<Request> set_parameter_values(const pugi::xml_node& element) {
  Arguments arguments(element);
  SetParameterValues request;
  const pugi::xml_node array = arguments.required("ParameterList");
  for (pugi::xml_node each = first_element(array); each; each = next_element(each)) {
    const pugi::xml_node name = child(each, "Name");
    const pugi::xml_node value = child(each, "Value");
    if (!name || !value) arguments.refuse(bad("ParameterList", "has an entry without Name or Value"));
    request.parameter_list.push_back({text_of(name), text_of(value), xsi_type(value)});
  }
  request.parameter_key = arguments.key("ParameterKey");
  return arguments.result<Request>(std::move(request));
}

template <class GetParameters>
base::Result<Request> get_parameters(const pugi::xml_node& element) {
  Arguments arguments(element);
  GetParameters request{arguments.texts("ParameterNames")};
  if (request.parameter_names.empty()) arguments.refuse(bad("ParameterNames", "is empty"));
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> get_parameter_names(const pugi::xml_node& element) {
  Arguments arguments(element);
  GetParameterNames request{arguments.text("ParameterPath"), arguments.boolean("NextLevel")};
  return arguments.result<Request>(std::move(request));
}

base::Result<SetParameterAttributesStruct> attributes_struct(const pugi::xml_node& element) {
  Arguments fields(element);
  SetParameterAttributesStruct entry{fields.text("Name")};
  if (fields.boolean("NotificationChange")) {
    const std::string text = fields.text("Notification");
    const std::string_view digit = trimmed(text);
    const bool known = digit.size() == 1 && digit[0] >= '0' && digit[0] <= '6';
    if (!known) fields.refuse(bad("Notification", "is not one of 0 to 6"));
    if (known) entry.notification = static_cast<model::Notification>(digit[0] - '0');
  }
  if (fields.boolean("AccessListChange")) entry.access_list = fields.texts("AccessList");
  return fields.result<SetParameterAttributesStruct>(std::move(entry));
}

base::Result<Request> set_parameter_attributes(const pugi::xml_node& element) {
  Arguments arguments(element);
  SetParameterAttributes request;
  const pugi::xml_node array = arguments.required("ParameterList");
  for (pugi::xml_node each = first_element(array); each; each = next_element(each)) {
    auto entry = attributes_struct(each);
    if (!entry) return entry.error();
    request.parameter_list.push_back(std::move(*entry));
  }
  if (request.parameter_list.empty()) arguments.refuse(bad("ParameterList", "is empty"));
  return arguments.result<Request>(std::move(request));
}

template <class ObjectRequest>
base::Result<Request> object_request(const pugi::xml_node& element) {
  Arguments arguments(element);
  ObjectRequest request{arguments.text("ObjectName"), arguments.key("ParameterKey")};
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> reboot(const pugi::xml_node& element) {
  Arguments arguments(element);
  Reboot request{arguments.key("CommandKey")};
  return arguments.result<Request>(std::move(request));
}

// The schema has 256 for a URL; but signed ones are longer, and AutonomousTransferComplete could report this.
constexpr std::size_t kMaxTransferUrl = 1024;
constexpr std::size_t kMaxTransferText = 256;
constexpr std::size_t kMaxFileType = 64;

void read_file(Arguments& arguments, TransferArguments& request) {
  request.command_key = arguments.key("CommandKey");
  request.file_type = arguments.text("FileType", kMaxFileType);
  request.url = arguments.text("URL", kMaxTransferUrl);
  request.username = arguments.text("Username", kMaxTransferText);
  request.password = arguments.text("Password", kMaxTransferText);
}

void read_target(Arguments& arguments, TransferArguments& request) {
  request.file_size = arguments.number<std::uint32_t>("FileSize");
  request.target_file_name = arguments.text("TargetFileName", kMaxTransferText);
}

base::Result<Request> download(const pugi::xml_node& element) {
  Arguments arguments(element);
  Download request;
  read_file(arguments, request);
  read_target(arguments, request);
  request.delay_seconds = arguments.number<std::uint32_t>("DelaySeconds");
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> upload(const pugi::xml_node& element) {
  Arguments arguments(element);
  Upload request;
  read_file(arguments, request);
  request.delay_seconds = arguments.number<std::uint32_t>("DelaySeconds");
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> schedule_download(const pugi::xml_node& element) {
  Arguments arguments(element);
  ScheduleDownload request;
  read_file(arguments, request);
  read_target(arguments, request);
  const pugi::xml_node array = arguments.required("TimeWindowList");
  for (pugi::xml_node each = first_element(array); each; each = next_element(each)) {
    Arguments fields(each);
    TimeWindowStruct window{fields.number<std::uint32_t>("WindowStart"), fields.number<std::uint32_t>("WindowEnd"),
                            std::string(trimmed(fields.text("WindowMode", kMaxFileType))),
                            fields.number<std::int32_t>("MaxRetries")};
    auto read = fields.result<TimeWindowStruct>(std::move(window));
    if (!read) return read.error();
    request.time_window_list.push_back(std::move(*read));
  }
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> cancel_transfer(const pugi::xml_node& element) {
  Arguments arguments(element);
  CancelTransfer request{arguments.key("CommandKey")};
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> get_queued_transfers(const pugi::xml_node&) { return Request{GetQueuedTransfers{}}; }
base::Result<Request> get_all_queued_transfers(const pugi::xml_node&) { return Request{GetAllQueuedTransfers{}}; }

base::Result<Request> schedule_inform(const pugi::xml_node& element) {
  Arguments arguments(element);
  ScheduleInform request{arguments.number<std::uint32_t>("DelaySeconds"), arguments.key("CommandKey")};
  return arguments.result<Request>(std::move(request));
}

base::Result<Request> factory_reset(const pugi::xml_node&) { return Request{FactoryReset{}}; }

struct Method {
  std::string_view name;
  base::Result<Request> (*read)(const pugi::xml_node&);
  Version since = Version::v1_0;  ///< the version of CWMP that brought it
};

constexpr auto kMethods = std::to_array<Method>({
    {"GetRPCMethods", get_rpc_methods},
    {"SetParameterValues", set_parameter_values},
    {"GetParameterValues", get_parameters<GetParameterValues>},
    {"GetParameterNames", get_parameter_names},
    {"SetParameterAttributes", set_parameter_attributes},
    {"GetParameterAttributes", get_parameters<GetParameterAttributes>},
    {"AddObject", object_request<AddObject>},
    {"DeleteObject", object_request<DeleteObject>},
    {"Reboot", reboot},
    {"Download", download},
    {"Upload", upload},
    {"ScheduleDownload", schedule_download, Version::v1_2},
    {"CancelTransfer", cancel_transfer, Version::v1_2},
    {"GetQueuedTransfers", get_queued_transfers},
    {"GetAllQueuedTransfers", get_all_queued_transfers, Version::v1_1},
    {"ScheduleInform", schedule_inform},
    {"FactoryReset", factory_reset},
});

}  // namespace

std::optional<base::Result<Request>> read_request(std::string_view method, const pugi::xml_node& element,
                                                  Version version) {
  for (const Method& each : kMethods) {
    if (each.name == method && each.since <= version) return each.read(element);
  }
  return std::nullopt;
}

std::vector<std::string_view> supported_methods(Version version) {
  std::vector<std::string_view> names;
  for (const Method& each : kMethods) {
    if (each.since <= version) names.push_back(each.name);
  }
  return names;
}

}  // namespace proxy::cwmp
