// SPDX-License-Identifier: Apache-2.0
// Shows attributes as an ACS reads and sets them, what can be added and deleted, and that the list of methods is true.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace tests;
using tests::integration::Gateway;

namespace {

const std::string kInterval = "Device.ManagementServer.PeriodicInformInterval";
const std::string kEnable = "Device.ManagementServer.PeriodicInformEnable";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kVersion = "Device.DeviceInfo.SoftwareVersion";
const std::string kKey = "Device.ManagementServer.ParameterKey";

acs::ParameterAttributes of(const acs::Exchange& answer, const std::string& name) {
  const auto& all = answer->attributes;
  const auto found = std::ranges::find(all, name, &acs::ParameterAttributes::name);
  if (found == all.end()) throw std::runtime_error("no attributes of " + name);
  return *found;
}

int notification(const acs::Exchange& answer, const std::string& name) { return of(answer, name).notification; }

using Access = std::vector<std::string>;

// All that TR-069 has an ACS call on a CPE, and more.
const std::vector<std::string> kMethods = {"GetRPCMethods",
                                           "SetParameterValues",
                                           "GetParameterValues",
                                           "GetParameterNames",
                                           "SetParameterAttributes",
                                           "GetParameterAttributes",
                                           "AddObject",
                                           "DeleteObject",
                                           "Reboot",
                                           "Download",
                                           "ScheduleDownload",
                                           "Upload",
                                           "FactoryReset",
                                           "GetQueuedTransfers",
                                           "GetAllQueuedTransfers",
                                           "CancelTransfer",
                                           "ScheduleInform",
                                           "ChangeDUState",
                                           "SetVouchers",
                                           "GetOptions",
                                           "Inform",
                                           "X_00D09E_Nothing"};

}  // namespace

TEST_CASE("P27 attributes of a path are those of all below it, and only what is flagged changes", "[cwmp_attributes]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::string path = "Device.ManagementServer.";
  answer = session.ask(answer, acs::set_parameter_attributes({{path, 1, Access{}}}));
  answer = session.ask(answer, acs::set_parameter_attributes({{kInterval, {}, Access{"Subscriber"}}}));
  answer = session.ask(answer, acs::set_parameter_attributes({{kEnable, 2, {}}, {kInterval, {}, {}}}));
  answer = session.ask(answer, acs::get_parameter_attributes({path}));
  CHECK(notification(answer, kInterval) == 1);
  CHECK(of(answer, kInterval).access_list == Access{"Subscriber"});
  CHECK(notification(answer, kEnable) == 2);
  CHECK(of(answer, kEnable).access_list.empty());
  CHECK(notification(answer, path + "URL") == 1);
  answer = session.ask(answer, acs::get_parameter_attributes({"Device.DeviceInfo.Manufacturer"}));
  CHECK(notification(answer, "Device.DeviceInfo.Manufacturer") == 0);
  // In their order; the last one holds.
  answer = session.ask(answer, acs::set_parameter_attributes({{path, 0, {}}, {kInterval, 2, {}}, {kInterval, 1, {}}}));
  answer = session.ask(answer, acs::get_parameter_attributes({path}));
  CHECK(notification(answer, kInterval) == 1);
  CHECK(notification(answer, kEnable) == 0);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("P28 P29 notifications 0 to 6, none else, and all or none", "[cwmp_attributes]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  for (int value = 0; value <= 6; ++value) {
    answer = session.ask(answer, acs::set_parameter_attributes({{kInterval, value, {}}}));
    answer = session.ask(answer, acs::get_parameter_attributes({kInterval}));
    CHECK(notification(answer, kInterval) == value);
  }
  const auto refused = [&](const std::vector<acs::SetAttributes>& attributes, int code) {
    answer.reply(acs::set_parameter_attributes(attributes));
    answer = session.expect("Fault").with_fault(code);
  };
  refused({{kInterval, 7, {}}}, 9003);
  refused({{kInterval, -1, {}}}, 9003);
  refused({{kInterval, 2, {}}, {"Device.Nothing", 2, {}}}, 9005);
  refused({{kInterval, 2, {}}, {"Device.DeviceInfo", 2, {}}}, 9005);
  refused({{kInterval, 2, Access{"Neighbour"}}}, 9003);
  answer.reply(acs::get_parameter_attributes({kInterval, "Device.Nothing"}));
  answer = session.expect("Fault").with_fault(9005);
  answer = session.ask(answer, acs::get_parameter_attributes({kInterval}));
  CHECK(notification(answer, kInterval) == 6);
  CHECK(of(answer, kInterval).access_list == Access{"Subscriber"});
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("P30 forced active notification stays active, and attributes survive a restart", "[cwmp_attributes]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_attributes({"Device."}));
  for (const std::string& name : {kVersion, kCode, std::string("Device.ManagementServer.ConnectionRequestURL")}) {
    INFO(name);
    CHECK(notification(answer, name) == 2);
  }
  for (const std::string& name : {kVersion, kCode}) {
    answer.reply(acs::set_parameter_attributes({{name, 0, {}}}));
    // To ignore it or to refuse it are both allowed.
    const auto taken = gateway.acs().next(std::chrono::seconds{30});
    REQUIRE(taken);
    answer = *taken;
    if (answer->fault) answer.with_fault(9009);
  }
  answer = session.ask(answer, acs::set_parameter_attributes({{"Device.ManagementServer.ConnectionRequestURL", 1, {}},
                                                              {kInterval, 2, Access{}},
                                                              {"Device.DeviceInfo.UpTime", 1, Access{"Subscriber"}}}));
  answer.reply_no_content();
  session.expect_end();
  gateway.kill();
  gateway.start();
  gateway.first_contact();
  answer = gateway.ask(acs::get_parameter_attributes({""}));
  CHECK(notification(answer, kVersion) == 2);
  CHECK(notification(answer, kCode) == 2);
  CHECK(notification(answer, "Device.ManagementServer.ConnectionRequestURL") == 1);
  CHECK(notification(answer, kInterval) == 2);
  CHECK(of(answer, kInterval).access_list.empty());
  CHECK(notification(answer, "Device.DeviceInfo.UpTime") == 1);
  CHECK(of(answer, "Device.DeviceInfo.UpTime").access_list == Access{"Subscriber"});
}

TEST_CASE("N02 a change by the ACS itself is not reported; a change by tr069-proxyctl is", "[cwmp_attributes]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kCode, "by the ACS"}}));
  REQUIRE(gateway.ctl({"set", kCode, "by hand"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "by hand");
}

TEST_CASE("P24 what cannot be added or deleted", "[cwmp_attributes]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({}, "before"));
  const auto refused = [&](acs::Reply request, const std::set<std::string>& codes) {
    INFO(request.rpc << " " << request.arguments[0]);
    answer.reply(std::move(request));
    answer = session.expect("Fault");
    REQUIRE(answer->fault);
    CHECK(codes.contains(answer->fault->code));
  };
  const std::string table = "Device.ManagementServer.EmbeddedDevice.";
  refused(acs::add_object("Device.DeviceInfo.", "no"), {"9005"});
  refused(acs::add_object("Device.Nothing.", "no"), {"9005"});
  refused(acs::add_object(table, "no"), {"9005"});
  refused(acs::add_object(table + "1.", "no"), {"9005"});
  refused(acs::add_object("Device.ManagementServer.EmbeddedDevice", "no"), {"9003", "9005"});
  refused(acs::add_object(kCode, "no"), {"9003", "9005"});
  refused(acs::add_object("", "no"), {"9003", "9005"});
  refused(acs::delete_object(table + "99.", "no"), {"9005"});
  refused(acs::delete_object(table, "no"), {"9001", "9005"});
  refused(acs::delete_object("Device.DeviceInfo.", "no"), {"9001", "9005"});
  refused(acs::delete_object("Device.", "no"), {"9001", "9005"});
  refused(acs::delete_object(kCode, "no"), {"9003", "9005"});
  answer = session.ask(answer, acs::get_parameter_values({kKey}));
  answer.with_parameter(kKey, "before").reply_no_content();
  session.expect_end();
}

TEST_CASE("P31 GetRPCMethods lists exactly what is not answered with 9000", "[cwmp_attributes]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_rpc_methods());
  const std::set<std::string> listed(answer->methods.begin(), answer->methods.end());
  CHECK(listed.size() == answer->methods.size());
  std::set<std::string> known;
  for (const std::string& method : kMethods) {
    answer.reply(acs::request(method));
    const auto taken = gateway.acs().next(std::chrono::seconds{30});
    REQUIRE(taken);
    answer = *taken;
    INFO(method);
    if (!answer->fault || answer->fault->code != "9000") known.insert(method);
    if (answer->fault && known.contains(method)) answer.with_fault(9003);
  }
  CHECK(known == listed);
  for (const char* required :
       {"GetRPCMethods", "SetParameterValues", "GetParameterValues", "GetParameterNames", "SetParameterAttributes",
        "GetParameterAttributes", "AddObject", "DeleteObject", "Reboot", "FactoryReset"}) {
    INFO(required);
    CHECK(listed.contains(required));
  }
  answer.reply_no_content();
  session.expect_end();
  // FactoryReset has no argument that could be missing.
  gateway.session().run_to_end();
}
