// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/cwmp/sample.hpp"

#include "tests/support/catch.hpp"

#include <fstream>
#include <sstream>

namespace tests::cwmp {

using proxy::model::Notification;
using proxy::model::Origin;
using proxy::model::Row;
using proxy::model::Table;
using proxy::model::Type;

Sample::Sample() {
  Row& root = tree.root();
  const auto declare = [&](proxy::model::Parameter parameter) { REQUIRE(tree.declare(root, std::move(parameter))); };
  declare({.name = "RootDataModelVersion", .forced_inform = true, .default_value = "2.17"});
  declare({.name = "DeviceInfo.SoftwareVersion",
           .forced_inform = true,
           .forced_active = true,
           .notification = Notification::active,
           .default_value = "1.2.3"});
  declare({.name = "DeviceInfo.ProvisioningCode",
           .writable = true,
           .forced_inform = true,
           .constraints = {.max_length = 64}});
  declare({.name = "DeviceInfo.UpTime", .type = Type::unsigned_int, .live = true});
  declare({.name = "ManagementServer.URL", .writable = true, .default_value = "http://acs.example/?a=1&b=2"});
  declare({.name = "ManagementServer.Password", .writable = true, .hidden = true});
  declare({.name = "ManagementServer.ParameterKey"});
  declare({.name = "ManagementServer.PeriodicInformEnable", .type = Type::boolean, .writable = true});
  declare({.name = "ManagementServer.PeriodicInformInterval",
           .type = Type::unsigned_int,
           .writable = true,
           .default_value = "300",
           .constraints = {.minimum = "1"}});
  declare({.name = "ManagementServer.PeriodicInformTime", .type = Type::date_time, .writable = true});
  declare({.name = "ManagementServer.DelayReboot", .type = Type::int_, .default_value = "-1"});

  Table& clients = **tree.declare_table(root, {.name = "MQTT.Client", .creatable = true});
  REQUIRE(tree.declare(clients, {.name = "Alias", .writable = true}));
  REQUIRE(tree.add_row(clients, 1, Origin::start));

  Table& sensors = **tree.declare_table(root, {.name = "X_00D09E_Home.Sensor"});
  REQUIRE(tree.declare(sensors, {.name = "Blob", .type = Type::base64, .default_value = "AAECAw=="}));
  REQUIRE(
      tree.declare(sensors, {.name = "Count", .type = Type::unsigned_long, .default_value = "18446744073709551615"}));
  REQUIRE(tree.declare(sensors, {.name = "Key", .type = Type::hex_binary, .default_value = "0A1B"}));
  REQUIRE(tree.declare(sensors, {.name = "Mode", .writable = true, .constraints = {.words = {"Heating", "Off"}}}));
  REQUIRE(tree.declare(sensors, {.name = "Offset", .type = Type::long_, .writable = true}));
  REQUIRE(tree.declare(sensors, {.name = "Temperature", .type = Type::decimal, .default_value = "21.5"}));
  REQUIRE(tree.add_row(sensors, 1, Origin::start));
  REQUIRE(tree.add_row(sensors, 3, Origin::start));
}

proxy::model::ParameterRef Sample::at(std::string_view path) const { return tree.find(path).value(); }
void Sample::set(std::string_view path, std::string value) {
  tree.set_value(at(path), std::move(value), Origin::start);
}
proxy::model::Selection Sample::selection(std::string_view path) const { return tree.select(path).value(); }

proxy::cwmp::Inform sample_inform(const Sample& sample) {
  proxy::cwmp::Inform inform;
  inform.device_id = {"Example & Sons", "00D09E", "HomeGateway", "GW0001"};
  inform.event = {{proxy::cwmp::EventCode::boot}, {proxy::cwmp::EventCode::m_reboot, "key <1>"}};
  inform.current_time = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{23};
  inform.utc_offset = std::chrono::minutes{60};
  inform.retry_count = 2;
  inform.parameter_list = {sample.at("Device.RootDataModelVersion"), sample.at("Device.DeviceInfo.SoftwareVersion"),
                           sample.at("Device.X_00D09E_Home.Sensor.1.Temperature")};
  return inform;
}

std::string envelope(std::string_view body, std::string_view header, std::string_view cwmp) {
  std::string xml =
      "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\""
      " xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:c=\"";
  xml.append(cwmp).append("\"><soap:Header>").append(header).append("</soap:Header><soap:Body>");
  return xml.append(body).append("</soap:Body></soap:Envelope>");
}

std::string acs_request(std::string_view body, std::string_view id) {
  return envelope(body, "<c:ID soap:mustUnderstand=\"1\">" + std::string(id) + "</c:ID>");
}

std::string inform_response(std::string_view header, std::string_view cwmp) {
  return envelope("<c:InformResponse><MaxEnvelopes>1</MaxEnvelopes></c:InformResponse>", header, cwmp);
}

std::string acs_fault(unsigned code, std::string_view header) {
  return envelope(
      "<soap:Fault><faultcode>Server</faultcode><faultstring>CWMP fault</faultstring><detail><c:Fault>"
      "<FaultCode>" +
          std::to_string(code) +
          "</FaultCode><FaultString>said the ACS</FaultString>"
          "</c:Fault></detail></soap:Fault>",
      header);
}

std::string read_all(proxy::cwmp::Body& body, std::size_t block) {
  std::string text;
  std::string buffer(block, '\0');
  while (const std::size_t length = body.read(buffer)) text.append(buffer, 0, length);
  REQUIRE(text.size() == body.size());
  return text;
}

std::string inside(std::string_view xml, std::string_view name) {
  auto begin = xml.find("<" + std::string(name) + ">");
  if (begin == std::string_view::npos) begin = xml.find("<" + std::string(name) + " ");
  if (begin == std::string_view::npos) return "(no " + std::string(name) + ")";
  begin = xml.find('>', begin) + 1;
  return std::string(xml.substr(begin, xml.find("</" + std::string(name) + ">", begin) - begin));
}

std::string fixture(std::string_view name) {
  std::ifstream file(FIXTURES "/cwmp/" + std::string(name));
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace tests::cwmp
