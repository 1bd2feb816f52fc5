// SPDX-License-Identifier: Apache-2.0
// Shows how an ACS gets the documents that describe the gateway's data model, who else gets them, and that they say
// what a set accepts.
#include "tests/integration/fixture/data_model.hpp"
#include "tests/acs/connection_request.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests;
using namespace tests::integration;
using acs::connection_request;
using Scheme = acs::ConnectionRequestOptions::Scheme;

namespace {

const std::string kUrl = kDataModelRow + "URL";

std::string url_of(Gateway& gateway) {
  return gateway.ask(acs::get_parameter_values({kUrl})).message().parameters.at(0).value;
}

}  // namespace

TEST_CASE("an ACS that has logged in fetches what describes the data model, and nobody else does",
          "[cwmp_data_model]") {
  Gateway gateway;
  gateway.first_contact();
  const acs::DataModelDocuments documents = check_data_model(gateway);
  const std::string url = url_of(gateway);
  CHECK(url ==
        gateway.get("Device.ManagementServer.ConnectionRequestURL") + "/" + documents.uuid() + "/device-type.xml");
  const acs::HttpAnswer answer = connection_request(url, "acs", "secret");
  CHECK(answer.first_status == 401);
  CHECK(answer.status == 200);
  CHECK_THAT(answer.header("Content-Type").value_or(""), Catch::StartsWith("text/xml"));

  for (const std::string& one : {url, beside(url, "data-model.xml"), beside(url, "another.xml")}) {
    INFO(one);
    for (const auto& [user, password] : {std::pair{"acs", "wrong"}, {"nobody", "secret"}, {"", ""}}) {
      const acs::HttpAnswer refused = connection_request(one, user, password);
      CHECK(refused.status == 401);
      CHECK(refused.body_size == 0);
    }
    CHECK(connection_request(one, "acs", "secret", {.scheme = Scheme::basic}).status == 401);
    CHECK(connection_request(one, "acs", "secret", {.method = "POST"}).status == 405);
  }
  CHECK(connection_request(beside(url, "another.xml"), "acs", "secret").status == 404);
  const std::string other = "00000000-0000-5000-8000-000000000000";
  std::string of_other_content = url;
  of_other_content.replace(url.find(documents.uuid()), other.size(), other);
  CHECK(connection_request(of_other_content, "acs", "secret").status == 404);

  // None of them was a connection request.
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_only_events({});
}

TEST_CASE("the row of the data model: its alias stays, and the login is that of connection requests",
          "[cwmp_data_model]") {
  Gateway gateway;
  gateway.first_contact();
  CHECK(gateway.get("Device.DeviceInfo.SupportedDataModelNumberOfEntries") == "1");
  const std::string uuid = gateway.get(kDataModelRow + "UUID");
  gateway.ask(acs::set_parameter_values({{kDataModelRow + "Alias", "main"}}));
  gateway.stop();
  gateway.start();
  gateway.session().run_to_end();
  CHECK(gateway.get("Device.DeviceInfo.SupportedDataModel.[main].UUID") == uuid);
  gateway.ask(acs::set_parameter_values({{"Device.ManagementServer.ConnectionRequestUsername", "new"}}));
  const std::string url = url_of(gateway);
  CHECK(connection_request(url, "acs", "secret").status == 401);
  CHECK(connection_request(url, "new", "secret").status == 200);
}

TEST_CASE("operators print the same documents", "[cwmp_data_model]") {
  Gateway gateway;
  gateway.first_contact();
  const std::string url = url_of(gateway);
  const std::string device_type = connection_request(url, "acs", "secret").body;
  const std::string data_model = connection_request(beside(url, "data-model.xml"), "acs", "secret").body;
  CHECK_THAT(data_model, Catch::Contains("base=\"Device:" + gateway.get("Device.RootDataModelVersion") + "\""));
  CHECK(gateway.ctl({"data-model"}).output == device_type);
  CHECK(gateway.ctl({"data-model", "instance"}).output == device_type);
  CHECK(gateway.ctl({"data-model", "model"}).output == data_model);
  const auto reply = boost::json::parse(gateway.ctl({"--json", "data-model", "model"}).output);
  CHECK(reply.at("document") == boost::json::value(data_model));
  CHECK(reply.at("uuid") == boost::json::value(gateway.get(kDataModelRow + "UUID")));
  CHECK(reply.at("urn") == boost::json::value(gateway.get(kDataModelRow + "URN")));
  const support::Finished wrong = gateway.ctl({"data-model", "both"});
  CHECK(wrong.exit_code == 1);
  CHECK_THAT(wrong.output, Catch::Contains("instance"));

  const std::string config = gateway.folder().file("tr069-proxy.yaml");
  CHECK(support::run({DAEMON, "--config", config, "--data-model"}).output == device_type);
  CHECK(support::run({DAEMON, "--config", config, "--data-model=model"}).output == data_model);
  CHECK(support::run({DAEMON, "--config", config, "--data-model=both"}).exit_code == 2);
  CHECK(support::run({DAEMON, "--config", config, "--data-model="}).exit_code == 2);
  gateway.stop();
  const support::Finished alone = support::run({DAEMON, "--config", config, "--data-model"});
  CHECK(alone.exit_code == 3);
  CHECK_FALSE(alone.output.empty());
  gateway.start();
  gateway.session().run_to_end();
}

TEST_CASE("the documents say what SetParameterValues accepts", "[cwmp_data_model]") {
  Gateway gateway;
  gateway.first_contact();
  const acs::DataModelDocuments documents = fetch_data_model(gateway);
  std::size_t tried = 0;
  for (const char* path : {"Device.ManagementServer.ConnectionRequestUsername", "Device.DeviceInfo.ProvisioningCode"}) {
    INFO(path);
    const acs::DescribedParameter& described = documents.parameters().at(path);
    REQUIRE(described.writable);
    REQUIRE(described.max_length);
    const std::string longest(*described.max_length, 'a');
    gateway.ask(acs::set_parameter_values({{path, longest}})).with_argument("Status", "0");
    gateway.ask_in_vain(acs::set_parameter_values({{path, longest + "a"}}));
    ++tried;
  }
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  const acs::DescribedParameter& described = documents.parameters().at(interval);
  REQUIRE(described.ranges.size() == 1);
  CHECK(described.type == "unsignedInt");
  const std::string least = described.ranges.front().first;
  gateway.ask(acs::set_parameter_values({{interval, std::to_string(std::stoul(least) + 3600), "xsd:unsignedInt"}}));
  gateway.ask_in_vain(
      acs::set_parameter_values({{interval, std::to_string(std::stoul(least) - 1), "xsd:unsignedInt"}}));
  CHECK(tried == 2);
}
