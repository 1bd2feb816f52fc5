// SPDX-License-Identifier: Apache-2.0
// Shows the test-acs command from outside: what it prints, what it asks of a CPE, and how it exits.
#include "tests/acs/command/commands.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/unit/acs_script/cpe.hpp"

using namespace tests::acs_script;
using tests::support::Process;

namespace {

std::string url_of(Process& command) {
  const std::string line = command.wait_for_line("listening on ");
  return line.substr(line.find("http"));
}

std::vector<std::string> with(std::vector<std::string> words) {
  words.insert(words.begin(), {TEST_ACS, "--listen", "127.0.0.1:0", "--timeout", "5"});
  return words;
}

}  // namespace

TEST_CASE("a value is asked for and printed") {
  Process command(with({"get", "Device.A"}));
  Cpe device(url_of(command));
  device.post(inform());
  CHECK_THAT(device.post("").body, Catch::Matchers::ContainsSubstring("<string>Device.A</string>"));
  CHECK(device.post(values_response("acs-2", "Device.A", "21.5")).status == 204);
  CHECK(command.wait_for_line("Inform") == "Inform from 00D09E-HomeGateway-GW0001: 0 BOOTSTRAP, 1 BOOT");
  CHECK(command.wait_for_line("Device.A") == "Device.A = 21.5 (string)");
  CHECK(command.wait() == 0);
}

TEST_CASE("a set asks for the type first, and commands follow each other in a session") {
  Process command(with({"set", "Device.A=2", ",", "reboot", "why"}));
  Cpe device(url_of(command));
  device.post(inform());
  CHECK_THAT(device.post("").body, Catch::Matchers::ContainsSubstring("GetParameterValues>"));
  CHECK_THAT(device.post(values_response("acs-2", "Device.A", "1")).body,
             Catch::Matchers::ContainsSubstring("<Value xsi:type=\"xsd:string\">2</Value>"));
  CHECK_THAT(device
                 .post(envelope("acs-3",
                                "<cwmp:SetParameterValuesResponse><Status>0</Status>"
                                "</cwmp:SetParameterValuesResponse>"))
                 .body,
             Catch::Matchers::ContainsSubstring("<CommandKey>why</CommandKey>"));
  CHECK(device.post(envelope("acs-4", "<cwmp:RebootResponse></cwmp:RebootResponse>")).status == 204);
  CHECK(command.wait_for_line("Status") == "Status = 0");
  CHECK(command.wait_for_line("done") == "done");
  CHECK(command.wait() == 0);
}

TEST_CASE("a fault is printed and makes exit code 1; so does a CPE that never comes") {
  Process command(with({"get", "Device.B"}));
  Cpe device(url_of(command));
  device.post(inform());
  device.post("");
  device.post(envelope("acs-2",
                       "<s:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring><detail>"
                       "<cwmp:Fault><FaultCode>9005</FaultCode><FaultString>Invalid parameter name</FaultString>"
                       "</cwmp:Fault></detail></s:Fault>"));
  CHECK(command.wait_for_line("fault") == "fault 9005: Invalid parameter name");
  CHECK(command.wait() == 1);

  Process lonely({TEST_ACS, "--listen", "127.0.0.1:0", "--timeout", "1", "wait"});
  CHECK(lonely.wait_for_line("timeout") == "timeout: wait");
  CHECK(lonely.wait() == 1);
}

TEST_CASE("commands come from standard input, a line each") {
  Process command(with({}));
  const std::string url = url_of(command);
  command.write_line("help");
  command.wait_for_line("get PATH...");
  command.write_line("names Device. next");
  // A wrong line is refused at once, so the command before it has been taken by then.
  command.write_line("nonsense");
  CHECK_THAT(command.wait_for_line("nonsense"), Catch::Matchers::ContainsSubstring("no such command"));
  Cpe device(url);
  device.post(inform());
  CHECK_THAT(device.post("").body, Catch::Matchers::ContainsSubstring("<NextLevel>1</NextLevel>"));
  device.post(envelope("acs-2",
                       "<cwmp:GetParameterNamesResponse><ParameterList enc:arrayType=\"cwmp:ParameterInfoStruct[1]\">"
                       "<ParameterInfoStruct><Name>Device.A</Name><Writable>1</Writable></ParameterInfoStruct>"
                       "</ParameterList></cwmp:GetParameterNamesResponse>"));
  CHECK(command.wait_for_line("Device.A") == "Device.A (writable)");
  command.write_line("quit");
  CHECK(command.wait() == 0);
}

TEST_CASE("wrong usage is exit code 2") {
  CHECK(tests::support::run({TEST_ACS, "set", "x"}).exit_code == 2);
  CHECK(tests::support::run({TEST_ACS, "--nothing"}).exit_code == 2);
}

TEST_CASE("words may be quoted") {
  using Words = std::vector<std::string>;
  CHECK(tests::acs::split_words(" set  A=\"x y\" 'B=\" z'") == Words{"set", "A=x y", "B=\" z"});
  CHECK(tests::acs::split_words("set A=\"\"") == Words{"set", "A="});
}
