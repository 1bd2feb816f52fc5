// SPDX-License-Identifier: Apache-2.0
// Shows that Reboot, ScheduleInform and FactoryReset are answered first and carried out later.
#include "tests/unit/cwmp/handlers/asking.hpp"

using namespace proxy::cwmp;
using namespace tests::cwmp;

TEST_CASE("Reboot is agreed to and done later") {
  const Sample sample;
  CHECK(effect<RebootAfterSession>(ask(sample, Reboot{"why"})).command_key == "why");
  const auto answer = finish_request(Reboot{"why"}, Done{}, sample.tree);
  CHECK(std::holds_alternative<RebootResponse>(std::get<Response>(answer)));
}

TEST_CASE("ScheduleInform is agreed to unless its delay is 0") {
  const Sample sample;
  const auto asked = effect<InformLater>(ask(sample, ScheduleInform{60, "later"}));
  CHECK((asked.delay == std::chrono::seconds(60) && asked.command_key == "later"));
  const auto answer = finish_request(ScheduleInform{60, "later"}, Done{}, sample.tree);
  CHECK(std::holds_alternative<ScheduleInformResponse>(std::get<Response>(answer)));
  CHECK(std::get<Fault>(ask(sample, ScheduleInform{0, "now"})).fault_code == 9003);
  const Refused full{{{proxy::base::Fault::resources_exceeded, "", "full"}}};
  CHECK(std::get<Fault>(finish_request(ScheduleInform{60, "later"}, full, sample.tree)).fault_code == 9004);
}

TEST_CASE("FactoryReset is agreed to and done later") {
  const Sample sample;
  effect<FactoryResetAfterSession>(ask(sample, FactoryReset{}));
  const auto answer = finish_request(FactoryReset{}, Done{}, sample.tree);
  CHECK(std::holds_alternative<FactoryResetResponse>(std::get<Response>(answer)));
}
