// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/messages/reply.hpp"

namespace tests::acs {
namespace {

struct Names {
  std::string soap;  // with the colon
  std::string soap_declaration;
  std::string encoding;
  std::string cwmp;
  std::string cwmp_declaration;
};

Names names_of(Prefixes style) {
  switch (style) {
    case Prefixes::soap_env: return {"soap-env:", "xmlns:soap-env", "soap-enc", "cwmp:", "xmlns:cwmp"};
    case Prefixes::upper_case: return {"SOAP-ENV:", "xmlns:SOAP-ENV", "SOAP-ENC", "cwmp:", "xmlns:cwmp"};
    case Prefixes::other: return {"S:", "xmlns:S", "e", "c:", "xmlns:c"};
    case Prefixes::default_namespace: return {"", "xmlns", "soap-enc", "cwmp:", "xmlns:cwmp"};
  }
  return {};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string array(std::string_view name, std::string_view type, std::size_t count, std::string_view members) {
  return "<" + std::string(name) + " soap-enc:arrayType=\"" + std::string(type) + "[" + std::to_string(count) + "]\">" +
         std::string(members) + "</" + std::string(name) + ">";
}

std::string strings(std::string_view name, const std::vector<std::string>& items) {
  std::string members;
  for (const std::string& item : items) members += element("string", item);
  return array(name, "xsd:string", items.size(), members);
}

std::string header_element(const Names& names, std::string_view name, std::string_view text) {
  const std::string tag = names.cwmp + std::string(name);
  // Without a prefix of its own the attribute needs one all the same.
  const bool bare = names.soap.empty();
  return "<" + tag + (bare ? " xmlns:soap=\"" + std::string(kSoapEnvelope) + "\" soap:" : " " + names.soap) +
         "mustUnderstand=\"1\">" + escape(text) + "</" + tag + ">";
}

std::string header_of(const Reply& reply, const Names& names, const std::optional<std::string>& id) {
  std::string content = reply.extra_headers;
  if (id) content += header_element(names, "ID", *id);
  if (reply.hold) content += header_element(names, "HoldRequests", *reply.hold);
  if (content.empty()) return {};
  return "<" + names.soap + "Header>" + content + "</" + names.soap + "Header>";
}

std::string body_of(const Reply& reply, const Names& names, std::string_view cwmp_namespace) {
  const bool bare = reply.prefixes == Prefixes::default_namespace;
  const bool is_fault = reply.rpc == "Fault";
  std::string content;
  for (std::string argument : reply.arguments) {
    if (bare) argument.insert(argument.find_first_of(" />", 1), " xmlns=\"\"");
    replace_all(argument, " soap-enc:arrayType=\"", " " + names.encoding + ":arrayType=\"");
    replace_all(argument, ":arrayType=\"cwmp:", ":arrayType=\"" + names.cwmp);
    replace_all(argument, "<cwmp:Fault>", "<" + names.cwmp + "Fault>");
    replace_all(argument, "</cwmp:Fault>", "</" + names.cwmp + "Fault>");
    content += argument;
  }
  if (bare && !is_fault) {
    return "<" + reply.rpc + " xmlns=\"" + std::string(cwmp_namespace) + "\">" + content + "</" + reply.rpc + ">";
  }
  const std::string tag = (is_fault ? names.soap : names.cwmp) + reply.rpc;
  return "<" + tag + ">" + content + "</" + tag + ">";
}

}  // namespace

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '&': escaped += "&amp;"; break;
      case '"': escaped += "&quot;"; break;
      case '\r': escaped += "&#13;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escape(text) + "</" + std::string(name) + ">";
}

Reply request(std::string rpc, std::vector<std::string> arguments) {
  return {.kind = Reply::Kind::soap, .rpc = std::move(rpc), .arguments = std::move(arguments)};
}

Reply response(std::string rpc) { return request(std::move(rpc)); }

Reply get_rpc_methods() { return request("GetRPCMethods"); }

Reply get_parameter_names(const std::string& path, bool next_level) {
  return request("GetParameterNames", {element("ParameterPath", path), element("NextLevel", next_level ? "1" : "0")});
}

Reply get_parameter_values(const std::vector<std::string>& paths) {
  return request("GetParameterValues", {strings("ParameterNames", paths)});
}

Reply set_parameter_values(const std::vector<SetValue>& values, const std::string& parameter_key) {
  std::string members;
  for (const SetValue& one : values) {
    const std::string type = one.type.empty() ? "" : " xsi:type=\"" + one.type + "\"";
    members += "<ParameterValueStruct>" + element("Name", one.name) + "<Value" + type + ">" + escape(one.value) +
               "</Value></ParameterValueStruct>";
  }
  return request("SetParameterValues", {array("ParameterList", "cwmp:ParameterValueStruct", values.size(), members),
                                        element("ParameterKey", parameter_key)});
}

Reply get_parameter_attributes(const std::vector<std::string>& paths) {
  return request("GetParameterAttributes", {strings("ParameterNames", paths)});
}

Reply set_parameter_attributes(const std::vector<SetAttributes>& attributes) {
  std::string members;
  for (const SetAttributes& one : attributes) {
    members += "<SetParameterAttributesStruct>" + element("Name", one.name) +
               element("NotificationChange", one.notification ? "1" : "0") +
               element("Notification", std::to_string(one.notification.value_or(0))) +
               element("AccessListChange", one.access_list ? "1" : "0") +
               strings("AccessList", one.access_list.value_or(std::vector<std::string>{})) +
               "</SetParameterAttributesStruct>";
  }
  return request("SetParameterAttributes",
                 {array("ParameterList", "cwmp:SetParameterAttributesStruct", attributes.size(), members)});
}

Reply add_object(const std::string& table, const std::string& parameter_key) {
  return request("AddObject", {element("ObjectName", table), element("ParameterKey", parameter_key)});
}

Reply delete_object(const std::string& row, const std::string& parameter_key) {
  return request("DeleteObject", {element("ObjectName", row), element("ParameterKey", parameter_key)});
}

Reply reboot(const std::string& command_key) { return request("Reboot", {element("CommandKey", command_key)}); }

Reply factory_reset() { return request("FactoryReset"); }

Reply schedule_inform(unsigned delay_seconds, const std::string& command_key) {
  return request("ScheduleInform",
                 {element("DelaySeconds", std::to_string(delay_seconds)), element("CommandKey", command_key)});
}

Reply download(const DownloadOrder& order) {
  return request("Download", {element("CommandKey", order.command_key), element("FileType", order.file_type),
                              element("URL", order.url), element("Username", order.username),
                              element("Password", order.password), element("FileSize", std::to_string(order.file_size)),
                              element("TargetFileName", order.target_file_name),
                              element("DelaySeconds", std::to_string(order.delay_seconds)), element("SuccessURL", ""),
                              element("FailureURL", "")});
}

Reply upload(const DownloadOrder& order) {
  return request("Upload",
                 {element("CommandKey", order.command_key), element("FileType", order.file_type),
                  element("URL", order.url), element("Username", order.username), element("Password", order.password),
                  element("DelaySeconds", std::to_string(order.delay_seconds))});
}

Reply inform_response() { return request("InformResponse", {element("MaxEnvelopes", "1")}); }

Reply fault(int code, const std::string& text) {
  return request("Fault", {element("faultcode", "Server"), element("faultstring", "CWMP fault"),
                           "<detail><cwmp:Fault>" + element("FaultCode", std::to_string(code)) +
                               element("FaultString", text) + "</cwmp:Fault></detail>"});
}

Reply no_content() { return http_status(204); }

Reply empty_ok() { return http_status(200); }

Reply http_status(unsigned status, std::string body) {
  return {.kind = Reply::Kind::http, .status = status, .body = std::move(body)};
}

Reply redirect(unsigned status, const std::string& url) { return http_status(status).with_header("Location", url); }

Reply raw(std::string body, std::string content_type) {
  return http_status(200, std::move(body)).with_header("Content-Type", std::move(content_type));
}

Reply malformed_xml() { return raw("<?xml version=\"1.0\"?><soap-env:Envelope><soap-env:Body></soap-env:Envelope>"); }

Reply truncated(std::string body) {
  Reply reply = raw(std::move(body));
  reply.kind = Reply::Kind::truncated;
  return reply;
}

Reply close_connection() { return {.kind = Reply::Kind::closed}; }

Reply reset_connection() { return {.kind = Reply::Kind::reset}; }

Reply hang() { return {.kind = Reply::Kind::hang}; }

std::optional<std::string> rendered_id(const Reply& reply, const Message& message, const std::string& fresh_id) {
  if (reply.id_text) return reply.id_text->empty() ? std::nullopt : reply.id_text;
  return reply.is_request() ? std::optional(fresh_id) : message.id;
}

std::string render(const Reply& reply, const Message& message, const std::string& fresh_id) {
  if (reply.kind != Reply::Kind::soap) return reply.body;
  const Names names = names_of(reply.prefixes);
  const std::string uri = !reply.cwmp_namespace.empty()    ? reply.cwmp_namespace
                          : message.cwmp_namespace.empty() ? std::string(kCwmp12)
                                                           : message.cwmp_namespace;
  const auto declare = [](const std::string& name, std::string_view value) {
    return " " + name + "=\"" + std::string(value) + "\"";
  };
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + names.soap + "Envelope" +
         declare(names.soap_declaration, kSoapEnvelope) + declare("xmlns:" + names.encoding, kSoapEncoding) +
         declare("xmlns:xsd", kXsd) + declare("xmlns:xsi", kXsi) + declare(names.cwmp_declaration, uri) + ">" +
         header_of(reply, names, rendered_id(reply, message, fresh_id)) + "<" + names.soap + "Body>" +
         body_of(reply, names, uri) + "</" + names.soap + "Body></" + names.soap + "Envelope>\n";
}

}  // namespace tests::acs
