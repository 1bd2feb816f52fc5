// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the test ACS answers: every RPC of the core, SOAP faults, plain HTTP, and misbehaviour.
// Thread: pure

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/acs/messages/message.hpp"

namespace tests::acs {

// How the envelope is written; a CPE must understand all of them alike.
enum class Prefixes {
  soap_env,           // soap-env:Envelope, cwmp:GetParameterValues
  upper_case,         // SOAP-ENV:Envelope, SOAP-ENC:arrayType
  other,              // S:Envelope, c:GetParameterValues
  default_namespace,  // <Envelope xmlns=...>, <GetParameterValues xmlns=...>, arguments with xmlns=""
};

struct Reply {
  enum class Kind {
    soap,       // an envelope around `rpc`
    http,       // status, headers and body as they are
    truncated,  // as http, but the connection closes in the middle of the body
    closed,     // the connection is closed instead of an answer
    reset,      // the same, by RST
    hang,       // never an answer; the connection stays open until the CPE gives up
  };

  Kind kind = Kind::http;
  unsigned status = 200;
  Headers headers = {};
  std::string body = {};

  std::string rpc = {};                     // element name in the SOAP body, "Fault" for a fault
  std::vector<std::string> arguments = {};  // its child elements, in the style of Prefixes::soap_env
  std::string cwmp_namespace = {};          // empty: that of the CPE's message
  Prefixes prefixes = Prefixes::soap_env;
  // cwmp:ID. Not set: that of the CPE's request for a response or fault, a new one for a request. Empty: no ID at all.
  std::optional<std::string> id_text = {};
  std::optional<std::string> hold = {};  // text of HoldRequests
  std::string extra_headers = {};        // further elements of the SOAP header, as they are

  bool chunk = false;
  bool close_connection = false;
  bool drop_connection = false;  // closed after the reply, which has not said so
  std::string coding = {};       // "gzip" or "deflate": the body goes out compressed

  // Each returns the reply with that one thing changed.
  Reply id(std::string text) && { return id_text = std::move(text), std::move(*this); }
  Reply without_id() && { return id_text = "", std::move(*this); }
  Reply hold_requests(std::string text = "1") && { return hold = std::move(text), std::move(*this); }
  Reply in_namespace(std::string_view uri) && { return cwmp_namespace = uri, std::move(*this); }
  Reply with_prefixes(Prefixes style) && { return prefixes = style, std::move(*this); }
  Reply with_soap_header(const std::string& xml) && { return extra_headers += xml, std::move(*this); }
  Reply with_header(std::string name, std::string value) && {
    return headers.emplace_back(std::move(name), std::move(value)), std::move(*this);
  }
  Reply chunked() && { return chunk = true, std::move(*this); }
  Reply compressed(std::string as) && { return coding = std::move(as), std::move(*this); }
  Reply dropping() && { return drop_connection = true, std::move(*this); }
  Reply closing() && { return close_connection = true, std::move(*this); }

  bool is_request() const { return kind == Kind::soap && rpc != "Fault" && !rpc.ends_with("Response"); }
};

struct SetValue {
  std::string name;
  std::string value;
  std::string type = "xsd:string";  // empty: no xsi:type
};

struct SetAttributes {
  std::string name;
  std::optional<int> notification = {};                      // set: NotificationChange is true
  std::optional<std::vector<std::string>> access_list = {};  // set: AccessListChange is true
};

// Requests of the ACS
Reply get_rpc_methods();
Reply get_parameter_names(const std::string& path, bool next_level);
Reply get_parameter_values(const std::vector<std::string>& paths);
Reply set_parameter_values(const std::vector<SetValue>& values, const std::string& parameter_key = {});
Reply get_parameter_attributes(const std::vector<std::string>& paths);
Reply set_parameter_attributes(const std::vector<SetAttributes>& attributes);
Reply add_object(const std::string& table, const std::string& parameter_key = {});
Reply delete_object(const std::string& row, const std::string& parameter_key = {});
Reply reboot(const std::string& command_key = {});
Reply factory_reset();
Reply schedule_inform(unsigned delay_seconds, const std::string& command_key = {});

struct DownloadOrder {
  std::string command_key = {};
  std::string file_type = "3 Vendor Configuration File";
  std::string url = {};
  std::string username = {};
  std::string password = {};
  unsigned file_size = 0;
  std::string target_file_name = {};
  unsigned delay_seconds = 0;
};
Reply download(const DownloadOrder& order);
Reply upload(const DownloadOrder& order);  // file_size and target_file_name have no place in it

// Any RPC: `arguments` are whole elements, made with element() or by hand.
Reply request(std::string rpc, std::vector<std::string> arguments = {});
std::string element(std::string_view name, std::string_view text);
std::string escape(std::string_view text);

// Responses of the ACS
Reply inform_response();
Reply response(std::string rpc);  // "TransferCompleteResponse", without arguments
Reply fault(int code, const std::string& text = {});

// HTTP
Reply no_content();  // 204
Reply empty_ok();    // 200 with Content-Length: 0, as old ACSs end a session
Reply http_status(unsigned status, std::string body = {});
Reply redirect(unsigned status, const std::string& url);
Reply raw(std::string body, std::string content_type = "text/xml; charset=\"utf-8\"");
Reply malformed_xml();
Reply truncated(std::string body);
Reply close_connection();
Reply reset_connection();
Reply hang();

// The body as it goes out, for this message; `fresh_id` is used where the reply is a request without an ID of its own.
std::string render(const Reply& reply, const Message& message, const std::string& fresh_id);
// The cwmp:ID it will have; not set: none.
std::optional<std::string> rendered_id(const Reply& reply, const Message& message, const std::string& fresh_id);

}  // namespace tests::acs
