// SPDX-License-Identifier: Apache-2.0
// Shows which departures from TR-069 the ACS sees in a single message, and how its own are written.
#include "tests/acs/messages/message.hpp"

#include <pugixml.hpp>

#include "tests/acs/messages/lexical.hpp"
#include "tests/acs/messages/reply.hpp"
#include "tests/acs/messages/validate.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs_script/cpe.hpp"

using namespace tests::acs;
using namespace tests::acs_script;

namespace {

Message read(const std::string& body) {
  Message message;
  message.body = body;
  pugi::xml_document document;
  read_envelope(message, document);
  check_envelope(message, document);
  return message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("nothing to replace: " + from);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an Inform is read whole") {
  const Message message = read(inform("x 1"));
  CHECK(message.violations.empty());
  CHECK(message.rpc == "Inform");
  CHECK(message.id == "x 1");
  CHECK(message.cwmp_namespace == kCwmp12);
  CHECK(message.device.oui == "00D09E");
  CHECK(message.device.serial_number == "GW0001");
  CHECK(message.events == std::vector<Event>{{.code = "0 BOOTSTRAP"}, {.code = "1 BOOT"}});
  CHECK(message.number("RetryCount") == 0);
  CHECK(message.parameters.size() == 2);
  CHECK(message.arrays.at(0).type == "cwmp:EventStruct[2]");
  CHECK_THROWS_WITH(message.parameter("Device.No"), Catch::Matchers::ContainsSubstring("Device.No"));
}

TEST_CASE("departures in an envelope are found") {
  const auto [from, to, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"EventStruct[2]", "EventStruct[3]", "which has 2 members"},
      {" enc:arrayType=\"cwmp:EventStruct[2]\"", "", "without soap-enc:arrayType"},
      {" xsi:type=\"xsd:string\"", "", "without xsi:type"},
      {"xsi:type=\"xsd:string\"", "xsi:type=\"xsd:boolean\"", "is no xsd:boolean"},
      {"xsi:type=\"xsd:string\"", "xsi:type=\"cwmp:string\"", "unknown type"},
      {"<cwmp:ID s:mustUnderstand=\"1\">", "<cwmp:ID>", "mustUnderstand"},
      {"<RetryCount>0</RetryCount>", "<cwmp:RetryCount>0</cwmp:RetryCount>", "qualified"},
      {"<RetryCount>0</RetryCount>", "", "in that order"},
      {"1 BOOT<", "0 BOOTSTRAP<", "event twice"},
      {"Device.ManagementServer.ParameterKey", "Device.ManagementServer.ConnectionRequestURL", "parameter twice"},
      {"00D09E", "00d09e", "OUI"},
      {"</s:Body>", "<cwmp:Inform/></s:Body>", "exactly one element"},
      {"xmlns:xsi", "xmlns:other", "undeclared prefix"},
      {"cwmp-1-2", "cwmp-2-0", "namespace"},
      {"</cwmp:Inform>", "", "not well-formed"},
      {"GW0001", "GW\x01", "control character"},
      {"GW0001", "GW&#1;", "control character"},
      {"GW0001", "GW\xff", "not UTF-8"},
      {"<?xml version=\"1.0\"?>", "<!DOCTYPE a>", "DOCTYPE"},
      {"12:00:00+01:00", "noon", "CurrentTime"},
      {"<s:Header>", "<s:Header><cwmp:HoldRequests>1</cwmp:HoldRequests>", "does not send the header"},
  }));
  const Message message = read(replaced(inform(), from, to));
  INFO(from << " became " << to);
  REQUIRE_FALSE(message.violations.empty());
  std::string all;
  for (const std::string& violation : message.violations) all += violation + "\n";
  CHECK_THAT(all, Catch::Matchers::ContainsSubstring(expected));
}

TEST_CASE("a fault that is none of CWMP is found") {
  CHECK_FALSE(read(envelope("1",
                            "<s:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring>"
                            "</s:Fault>"))
                  .violations.empty());
  CHECK_FALSE(read(envelope("1",
                            "<s:Fault><faultcode>Client</faultcode><faultstring>Oops</faultstring><detail>"
                            "<cwmp:Fault><FaultCode>9001</FaultCode><FaultString>x</FaultString></cwmp:Fault>"
                            "</detail></s:Fault>"))
                  .violations.empty());
}

TEST_CASE("values are written as their types are") {
  CHECK(is_lexical("xsd:boolean", "true"));
  CHECK_FALSE(is_lexical("xsd:boolean", "TRUE"));
  CHECK(is_lexical("xsd:int", "-2147483648"));
  CHECK_FALSE(is_lexical("xsd:int", "2147483648"));
  CHECK(is_lexical("xsd:unsignedLong", "18446744073709551615"));
  CHECK_FALSE(is_lexical("xsd:unsignedInt", "-1"));
  CHECK(is_lexical("xsd:decimal", "-19.9"));
  CHECK_FALSE(is_lexical("xsd:decimal", "1e3"));
  CHECK_FALSE(is_lexical("xsd:decimal", ""));
  CHECK(is_lexical("xsd:dateTime", "0001-01-01T00:00:00Z"));
  CHECK(is_lexical("xsd:dateTime", "2026-11-22T12:00:00.5+01:00"));
  CHECK_FALSE(is_lexical("xsd:dateTime", "2026-11-22"));
}

TEST_CASE("the ACS writes the same request in every style") {
  const auto style = GENERATE(Prefixes::soap_env, Prefixes::upper_case, Prefixes::other, Prefixes::default_namespace);
  const auto uri = GENERATE(kCwmp10, kCwmp11, kCwmp12);
  const Reply reply = set_parameter_values({{.name = "Device.A", .value = "<&>"}}, "key")
                          .with_prefixes(style)
                          .in_namespace(uri)
                          .hold_requests("true");
  const Message message = read(render(reply, {}, "fresh"));
  CHECK(message.rpc == "SetParameterValues");
  CHECK(message.cwmp_namespace == uri);
  CHECK(message.id == "fresh");
  CHECK(message.parameter("Device.A").value == "<&>");
  CHECK(message.argument("ParameterKey") == "key");
  CHECK(message.arrays.at(0).declared == 1U);
  // HoldRequests is the one thing a CPE would not send.
  REQUIRE(message.violations.size() == 1);
  CHECK(message.violations[0] == "a CPE does not send the header HoldRequests");
}

TEST_CASE("responses take the ID and the namespace of what they answer") {
  Message request = read(inform("17"));
  request.cwmp_namespace = kCwmp10;
  const Message written = read(render(fault(8005, "Retry request"), request, "fresh"));
  CHECK(written.id == "17");
  CHECK(written.fault->code == "8005");
  CHECK(written.cwmp_namespace == kCwmp10);
  CHECK_FALSE(read(render(reboot("k").without_id(), request, "fresh")).id);
}
