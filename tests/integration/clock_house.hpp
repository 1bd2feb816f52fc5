// SPDX-License-Identifier: Apache-2.0
#pragma once
// A house whose clock the test moves, and what the tests of schedules, heartbeats and retries ask it.
// Thread: any one thread at a time

#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace tests::integration {

inline const std::string kServer = "Device.ManagementServer.";
inline const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
inline const std::string kUrl = kServer + "ConnectionRequestURL";
inline constexpr std::chrono::milliseconds kSilence{200};

inline HouseOptions with_clock(std::string acs = {}) {
  return {.settings = {.acs = std::move(acs)}, .controllable_clock = true};
}

// Those of TR-069: 5 to 10 s, and twice as long each time.
inline HouseOptions with_default_retries() {
  return with_clock("retry_minimum_wait_s: 5\nretry_interval_multiplier: 2000");
}

// The next session, from its Inform to its end.
inline acs::Exchange next_inform(House& house) {
  std::optional<acs::Exchange> inform;
  house.session(&inform).run_to_end();
  return *inform;
}

inline void expect_nothing(House& house) { house.acs().expect_silence(kSilence); }

// The next Inform is answered with a failure, which the daemon has taken note of when this returns.
inline acs::Exchange fail_next(House& house, acs::Reply reply = acs::http_status(503)) {
  acs::Exchange inform = house.acs().expect("Inform");
  inform.reply(std::move(reply));
  house.wait_for_log("acs.session.failed");
  return inform;
}

// How long the daemon waits before it speaks again, by its own word.
inline double wait_of(House& house) {
  const std::string status = house.ctl({"--json", "status"}).output;
  const std::string key = "\"next_in_s\":";
  const auto at = status.find(key);
  REQUIRE(at != std::string::npos);
  return std::stod(status.substr(at + key.size()));
}

inline void local_change(House& house, const std::string& value) {
  REQUIRE(house.ctl({"set", kCode, value}).exit_code == 0);
}

}  // namespace tests::integration
