// SPDX-License-Identifier: Apache-2.0
// Shows what an Inform tells, first and later: its events, the parameters every one carries, who speaks.
#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using tests::integration::House;

TEST_CASE("I05 the first contact says BOOTSTRAP and BOOT, a restart BOOT alone", "[cwmp_inform]") {
  House house;
  std::optional<acs::Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "0");

  house.restart();
  house.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_argument("RetryCount", "0");
}
