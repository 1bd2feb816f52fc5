// SPDX-License-Identifier: Apache-2.0
// Shows that messages go out compressed where the ACS or the configuration wants it, and that an ACS which takes none
// gets them as they are.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using integration::Gateway;

namespace {

const std::string kCompression = "Device.ManagementServer.HTTPCompression";

}  // namespace

TEST_CASE("T16 an ACS turns compression on and off, which holds from the next session on", "[cwmp_compression]") {
  const auto [word, coding] = GENERATE(table<std::string, std::string>({{"GZIP", "gzip"}, {"Deflate", "deflate"}}));
  Gateway gateway({.acs = {.coding = coding}});
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  CHECK((*inform)->coding.empty());
  CHECK_FALSE((*inform)->header("Accept-Encoding"));
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kCompression + "Supported", kCompression}));
  answer.with_parameter(kCompression + "Supported", "GZIP,Deflate").with_parameter(kCompression, "Disabled");
  answer = session.ask(answer, acs::set_parameter_values({{kCompression, word}}));
  answer.with_argument("Status", "0").reply(acs::set_parameter_values({{kCompression, "Compress"}}));
  answer = session.expect("Fault").with_fault(9003).with_parameter_fault(kCompression, 9007);
  CHECK(answer->coding.empty());
  answer.reply_no_content();
  session.expect_end();

  gateway.restart();
  session = gateway.session(&inform);
  CHECK((*inform)->coding == coding);
  CHECK((*inform)->header("Content-Length") == std::to_string((*inform)->wire_size));
  CHECK((*inform)->wire_size < (*inform)->body.size() / 2);
  answer = session.expect_empty_post();
  CHECK(answer->coding.empty());
  answer = session.ask(answer, acs::get_parameter_values({"Device."}));
  CHECK(answer->coding == coding);
  answer.with_parameter(kCompression, word);
  answer = session.ask(answer, acs::set_parameter_values({{kCompression, "Disabled"}}));
  answer.with_argument("Status", "0").reply_no_content();
  session.expect_end();

  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  CHECK((*inform)->coding.empty());
}

TEST_CASE("T16 a compressed message is sent again for a login and for a redirect", "[cwmp_compression]") {
  const acs::Auth auth{.user = "cpe-1", .password = "secret"};
  Gateway gateway(
      {.settings = {.acs = "username: cpe-1\npassword: secret\nhttp_compression: gzip"}, .acs = {.auth = auth}});
  acs::ScriptedAcs other({.auth = auth, .deadline = std::chrono::seconds{30}});
  auto inform = gateway.acs().expect("Inform");
  CHECK(inform->coding == "gzip");
  inform.reply(acs::redirect(307, other.url()));
  std::optional<acs::Exchange> again;
  acs::Session session = other.accept_session(&again);
  CHECK((*again)->coding == "gzip");
  CHECK((*again)->body == inform->body);
  session.run_to_end();
  CHECK(gateway.acs().stats().unauthorized == 1);
  CHECK(other.stats().unauthorized == 1);
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("T16 an ACS that answers 415 gets messages as they are from the next try on", "[cwmp_compression]") {
  Gateway gateway({.settings = {.acs = "http_compression: gzip"}});
  auto refused = gateway.acs().expect("Inform");
  CHECK(refused->coding == "gzip");
  refused.reply(acs::http_status(415));
  CHECK_THAT(gateway.wait_for_log("acs.session.failed"), Catch::Matchers::ContainsSubstring("415"));
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "1");
  CHECK((*inform)->coding.empty());
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kCompression}));
  CHECK(answer->coding.empty());
  answer.with_parameter(kCompression, "GZIP").reply_no_content();
  session.expect_end();
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  CHECK((*inform)->coding.empty());
}
