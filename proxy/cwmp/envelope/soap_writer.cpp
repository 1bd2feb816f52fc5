// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/soap_writer.hpp"

#include "proxy/cwmp/addressing.hpp"
#include "proxy/cwmp/envelope/list_body.hpp"
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/envelope/xml_text.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

namespace proxy::cwmp {
namespace {

Frame envelope(const EnvelopeHeader& header) {
  XmlText out;
  out.markup(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<soap-env:Envelope xmlns:soap-env=\"http://schemas.xmlsoap.org/soap/envelope/\""
      " xmlns:soap-enc=\"http://schemas.xmlsoap.org/soap/encoding/\""
      " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xmlns:cwmp=\"");
  out.markup(xml_namespace(header.version));
  out.markup("\"><soap-env:Header>");
  if (header.id) {
    out.markup("<cwmp:ID soap-env:mustUnderstand=\"1\">");
    out.text(*header.id);
    out.close("cwmp:ID");
  }
  if (header.session_timeout) {
    out.markup("<cwmp:SessionTimeout soap-env:mustUnderstand=\"0\">");
    out.markup(std::to_string(header.session_timeout->count()));
    out.close("cwmp:SessionTimeout");
  }
  if (header.offers_versions) {
    out.markup("<cwmp:SupportedCWMPVersions soap-env:mustUnderstand=\"0\">");
    out.markup(versions_up_to(header.version));
    out.close("cwmp:SupportedCWMPVersions");
  }
  out.markup("</soap-env:Header><soap-env:Body>");
  return {std::move(out.str()), "</soap-env:Body></soap-env:Envelope>\n"};
}

/// The envelope around the element of an RPC.
Frame envelope(std::string_view rpc, const EnvelopeHeader& header) {
  Frame frame = envelope(header);
  frame.before.append("<cwmp:").append(rpc).append(">");
  frame.after.insert(0, "</cwmp:" + std::string(rpc) + ">");
  return frame;
}

std::string enclose(const Frame& frame, std::string_view content) {
  return std::string(frame.before).append(content).append(frame.after);
}

void open_array(XmlText& out, std::string_view name, std::string_view type, std::size_t count) {
  out.markup("<");
  out.markup(name);
  out.markup(" soap-enc:arrayType=\"");
  out.markup(type);
  out.markup("[" + std::to_string(count) + "]\">");
}

void write_device_id(XmlText& out, const DeviceIdStruct& device) {
  out.open("DeviceId");
  out.element("Manufacturer", device.manufacturer);
  out.element("OUI", device.oui);
  out.element("ProductClass", device.product_class);
  out.element("SerialNumber", device.serial_number);
  out.close("DeviceId");
}

void write_events(XmlText& out, const std::vector<EventStruct>& events) {
  open_array(out, "Event", "cwmp:EventStruct", events.size());
  for (const EventStruct& event : events) {
    out.open("EventStruct");
    out.element("EventCode", event_rule(event.event_code).text);
    out.element("CommandKey", event.command_key);
    out.close("EventStruct");
  }
  out.close("Event");
}

void write_values(XmlText& out, const model::Tree& tree, const std::vector<model::ParameterRef>& parameters) {
  const model::Naming naming = instance_mode(tree);
  open_array(out, "ParameterList", "cwmp:ParameterValueStruct", parameters.size());
  for (const model::ParameterRef parameter : parameters) {
    out.markup("<ParameterValueStruct><Name>");
    out.text(tree.path(parameter, naming));
    out.markup("</Name><Value xsi:type=\"");
    out.markup(model::xsd_name(parameter.info().type));
    out.markup("\">");
    write_text_of(out, tree, parameter, naming);
    out.markup("</Value></ParameterValueStruct>");
  }
  out.close("ParameterList");
}

std::string date_and_time(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

/// The fault is the requester's, rather than ours: so the table of CPE fault codes has it.
bool is_client_fault(std::uint32_t code) {
  switch (static_cast<base::Fault>(code)) {
    case base::Fault::invalid_arguments:
    case base::Fault::invalid_parameter_name:
    case base::Fault::invalid_parameter_type:
    case base::Fault::invalid_parameter_value:
    case base::Fault::non_writable_parameter:
    case base::Fault::cancel_not_permitted: return true;
    default: return false;
  }
}

std::string status_element(model::SetStatus status) {
  return status == model::SetStatus::applied ? "<Status>0</Status>" : "<Status>1</Status>";
}

std::string method_list(Version version) {
  const std::vector<std::string_view> methods = supported_methods(version);
  XmlText out;
  open_array(out, "MethodList", "xsd:string", methods.size());
  for (const std::string_view method : methods) out.element("string", method);
  out.close("MethodList");
  return std::move(out.str());
}

/// As QueuedTransferStructs, or with all there is to say.
std::string transfer_list(const std::vector<AllQueuedTransferStruct>& transfers, bool all) {
  const std::string type = all ? "AllQueuedTransferStruct" : "QueuedTransferStruct";
  XmlText out;
  open_array(out, "TransferList", "cwmp:" + type, transfers.size());
  for (const AllQueuedTransferStruct& transfer : transfers) {
    out.open(type);
    out.element("CommandKey", transfer.command_key);
    out.element("State", std::to_string(static_cast<unsigned>(transfer.state)));
    if (all) {
      out.element("IsDownload", transfer.is_download ? "1" : "0");
      out.element("FileType", transfer.file_type);
      out.element("FileSize", std::to_string(transfer.file_size));
      out.element("TargetFileName", transfer.target_file_name);
    }
    out.close(type);
  }
  out.close("TransferList");
  return std::move(out.str());
}

/// Of a transfer that has yet to be carried out.
std::string transfer_status() {
  XmlText out;
  out.element("Status", "1");
  out.element("StartTime", model::kUnknownTime);
  out.element("CompleteTime", model::kUnknownTime);
  return std::move(out.str());
}

/// Makes the body of each response: the name of its element and what is inside.
class ResponseWriter {
 public:
  ResponseWriter(model::Tree& tree, const EnvelopeHeader& header) : tree_(tree), header_(header) {}

  std::unique_ptr<Body> operator()(const GetRPCMethodsResponse&) const {
    return text("GetRPCMethodsResponse", method_list(header_.version));
  }
  std::unique_ptr<Body> operator()(const SetParameterValuesResponse& response) const {
    return text("SetParameterValuesResponse", status_element(response.status));
  }
  std::unique_ptr<Body> operator()(const GetParameterValuesResponse& response) const {
    return list("GetParameterValuesResponse", {Listing::Kind::values, response.parameter_list});
  }
  std::unique_ptr<Body> operator()(const GetParameterNamesResponse& response) const {
    return list("GetParameterNamesResponse",
                {Listing::Kind::names, {response.parameter_list}, response.depth, response.limit});
  }
  std::unique_ptr<Body> operator()(const GetParameterAttributesResponse& response) const {
    return list("GetParameterAttributesResponse", {Listing::Kind::attributes, response.parameter_list});
  }
  std::unique_ptr<Body> operator()(const SetParameterAttributesResponse&) const {
    return text("SetParameterAttributesResponse", "");
  }
  std::unique_ptr<Body> operator()(const AddObjectResponse& response) const {
    XmlText out;
    out.element("InstanceNumber", std::to_string(response.instance_number));
    out.markup(status_element(response.status));
    return text("AddObjectResponse", out.str());
  }
  std::unique_ptr<Body> operator()(const DeleteObjectResponse& response) const {
    return text("DeleteObjectResponse", status_element(response.status));
  }
  std::unique_ptr<Body> operator()(const RebootResponse&) const { return text("RebootResponse", ""); }
  std::unique_ptr<Body> operator()(const DownloadResponse&) const {
    return text("DownloadResponse", transfer_status());
  }
  std::unique_ptr<Body> operator()(const UploadResponse&) const { return text("UploadResponse", transfer_status()); }
  std::unique_ptr<Body> operator()(const ScheduleDownloadResponse&) const {
    return text("ScheduleDownloadResponse", "");
  }
  std::unique_ptr<Body> operator()(const CancelTransferResponse&) const { return text("CancelTransferResponse", ""); }
  std::unique_ptr<Body> operator()(const GetQueuedTransfersResponse& response) const {
    return text("GetQueuedTransfersResponse", transfer_list(response.transfer_list, false));
  }
  std::unique_ptr<Body> operator()(const GetAllQueuedTransfersResponse& response) const {
    return text("GetAllQueuedTransfersResponse", transfer_list(response.transfer_list, true));
  }
  std::unique_ptr<Body> operator()(const ScheduleInformResponse&) const { return text("ScheduleInformResponse", ""); }
  std::unique_ptr<Body> operator()(const FactoryResetResponse&) const { return text("FactoryResetResponse", ""); }

 private:
  std::unique_ptr<Body> text(std::string_view rpc, std::string_view arguments) const {
    return make_text_body(std::make_shared<const std::string>(enclose(envelope(rpc, header_), arguments)));
  }
  std::unique_ptr<Body> list(std::string_view rpc, Listing listing) const {
    return make_list_body(tree_, std::move(listing), envelope(rpc, header_));
  }

  model::Tree& tree_;
  const EnvelopeHeader& header_;
};

}  // namespace

std::string write_inform(const Inform& inform, const model::Tree& tree, const EnvelopeHeader& header) {
  XmlText out;
  write_device_id(out, inform.device_id);
  write_events(out, inform.event);
  out.element("MaxEnvelopes", "1");
  out.element("CurrentTime", local_date_time(inform.current_time, inform.utc_offset));
  out.element("RetryCount", std::to_string(inform.retry_count));
  write_values(out, tree, inform.parameter_list);
  return enclose(envelope("Inform", header), out.str());
}

std::string write_request(const OutgoingRequest& request, const EnvelopeHeader& header) {
  return enclose(envelope(request.method, header), request.arguments(header.version));
}

std::string write_fault(const Fault& fault, const EnvelopeHeader& header) {
  XmlText out;
  out.open("soap-env:Fault");
  out.element("faultcode", is_client_fault(fault.fault_code) ? "Client" : "Server");
  out.element("faultstring", "CWMP fault");
  out.markup("<detail><cwmp:Fault>");
  out.element("FaultCode", std::to_string(fault.fault_code));
  out.element("FaultString", fault.fault_string);
  for (const SetParameterValuesFault& each : fault.set_parameter_values_faults) {
    out.open("SetParameterValuesFault");
    out.element("ParameterName", each.parameter_name);
    out.element("FaultCode", std::to_string(each.fault_code));
    out.element("FaultString", each.fault_string);
    out.close("SetParameterValuesFault");
  }
  out.markup("</cwmp:Fault></detail></soap-env:Fault>");
  return enclose(envelope(header), out.str());
}

std::unique_ptr<Body> make_response_body(const Response& response, model::Tree& tree, const EnvelopeHeader& header) {
  return std::visit(ResponseWriter(tree, header), response);
}

std::string utc_date_time(std::chrono::sys_seconds time) { return date_and_time(time) + "Z"; }

std::string local_date_time(std::chrono::sys_seconds time, std::chrono::minutes utc_offset) {
  const auto offset = utc_offset < utc_offset.zero() ? -utc_offset : utc_offset;
  std::array<char, 16> zone{};
  std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", utc_offset < utc_offset.zero() ? '-' : '+',
                static_cast<int>(offset.count() / 60) % 100, static_cast<int>(offset.count() % 60));
  return date_and_time(time + utc_offset) + zone.data();
}

}  // namespace proxy::cwmp
