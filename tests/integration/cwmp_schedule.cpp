// SPDX-License-Identifier: Apache-2.0
// Shows what happens at its time, by a clock that the tests move: periodic Informs and retries.
#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <string>

using namespace std::chrono_literals;
using namespace tests;
using tests::integration::House;

TEST_CASE("PER-1 a periodic Inform comes after each interval, and several that were missed are one",
          "[cwmp_schedule]") {
  House house({.settings = {.acs = "periodic_inform: { enable: true, interval_s: 3600 }"}, .controllable_clock = true});
  house.first_contact();
  house.acs().expect_silence(200ms);
  std::optional<acs::Exchange> inform;
  for (const auto time : {1h, 1h, 10h}) {
    house.advance(time);
    house.session(&inform).run_to_end();
    inform->with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "0");
  }
  house.acs().expect_silence(200ms);
}

TEST_CASE("PER-1 PeriodicInformTime gives the phase, also after somebody has set the clock", "[cwmp_schedule]") {
  House house(
      {.settings = {.acs = "periodic_inform: { enable: true, interval_s: 86400 }"}, .controllable_clock = true});
  house.first_contact();
  // Twelve hours and half a minute from now, in the phase of long ago.
  const auto slot = std::chrono::system_clock::now() + 12h + 30s - 24h * 1000;
  const auto time = std::chrono::floor<std::chrono::seconds>(slot);
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  const std::chrono::hh_mm_ss clock(time - std::chrono::floor<std::chrono::days>(time));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int(day.year()), unsigned(day.month()),
                unsigned(day.day()), int(clock.hours().count()), int(clock.minutes().count()),
                int(clock.seconds().count()));
  house
      .ask(acs::set_parameter_values(
          {{"Device.ManagementServer.PeriodicInformTime", std::string(text.data()), "xsd:dateTime"}}))
      .with_argument("Status", "0");
  house.advance(6h);
  house.acs().expect_silence(200ms);
  house.step_clock(3h);
  house.advance(2h);
  house.acs().expect_silence(200ms);
  house.advance(1h + 31s);
  std::optional<acs::Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_only_events({"2 PERIODIC"});
}
