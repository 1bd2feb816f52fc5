// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/request_reader.hpp"

#include "proxy/cwmp/soap_reader.hpp"
#include "proxy/cwmp/xml_node.hpp"
#include "proxy/model/value.hpp"

#include <array>
#include <string>
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
  std::string key(std::string_view name) {
    std::string value = text(name);
    if (model::characters(value) > kMaxKeyLength) refuse(bad(name, "is longer than 32 characters"));
    return value;
  }
  bool boolean(std::string_view name) {
    const pugi::xml_node found = required(name);
    const auto value = to_boolean(text_of(found));
    if (!value) refuse(bad(name, "is no boolean"));
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
    if (!name || !value) arguments.refuse(bad("ParameterList", "holds an entry without Name or Value"));
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

struct Method {
  std::string_view name;
  base::Result<Request> (*read)(const pugi::xml_node&);
};

constexpr std::array<Method, 9> kMethods{{
    {"GetRPCMethods", get_rpc_methods},
    {"SetParameterValues", set_parameter_values},
    {"GetParameterValues", get_parameters<GetParameterValues>},
    {"GetParameterNames", get_parameter_names},
    {"SetParameterAttributes", set_parameter_attributes},
    {"GetParameterAttributes", get_parameters<GetParameterAttributes>},
    {"AddObject", object_request<AddObject>},
    {"DeleteObject", object_request<DeleteObject>},
    {"Reboot", reboot},
}};

}  // namespace

std::optional<base::Result<Request>> read_request(std::string_view method, const pugi::xml_node& element) {
  for (const Method& each : kMethods) {
    if (each.name == method) return each.read(element);
  }
  return std::nullopt;
}

std::vector<std::string_view> supported_methods() {
  std::vector<std::string_view> names;
  for (const Method& each : kMethods) names.push_back(each.name);
  return names;
}

}  // namespace proxy::cwmp
