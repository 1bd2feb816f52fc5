// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of the handlers share: asking, and reading what came of it.
// Thread: pure

#include "proxy/cwmp/handlers/dispatch.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

#include <cstdint>
#include <string>

namespace tests::cwmp {

proxy::cwmp::Outcome ask(const Sample& sample, proxy::cwmp::Request request);

/// 0: no fault.
std::uint32_t fault_code(const proxy::cwmp::Outcome& outcome);

/// The effect that the outcome asks for; fails the test if it asks for another, or for none.
template <class E>
E effect(const proxy::cwmp::Outcome& outcome) {
  if (const auto* fault = std::get_if<proxy::cwmp::Fault>(&outcome)) FAIL(fault->fault_string);
  return std::get<E>(std::get<proxy::cwmp::Effect>(outcome));
}

/// The paths in the answer, one a line; or the fault's code.
std::string names(Sample& sample, const proxy::cwmp::Outcome& outcome);
/// Those that GetParameterNames answers.
std::string next_level(Sample& sample, std::string path);
std::string all_levels(Sample& sample, std::string path);

inline const std::string kSensor1 = "Device.X_00D09E_Home.Sensor.1.";
inline const std::string kSoftware = "Device.DeviceInfo.SoftwareVersion";

}  // namespace tests::cwmp
