// SPDX-License-Identifier: Apache-2.0
// Shows what the files of the system give about memory and processors, and that it never notifies.
#include "proxy/gateway/device_info/host_status.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

using namespace tests::gateway;
using proxy::gateway::cpu_time_of;
using proxy::gateway::cpu_usage;
using proxy::gateway::HostStatus;
using proxy::gateway::memory_of;

TEST_CASE("memory: the installed and the available amount") {
  const auto memory = memory_of("MemTotal:         514000 kB\nMemFree:    1000 kB\nMemAvailable:     120304 kB\n");
  REQUIRE(memory);
  CHECK(memory->total == 514000);
  CHECK(memory->free == 120304);
  CHECK(memory_of("MemTotal: 10 kB\nMemFree: 4 kB\n")->free == 4);
  CHECK_FALSE(memory_of(""));
  CHECK_FALSE(memory_of("MemTotal: much\nMemFree: little\n"));
}

TEST_CASE("processors: busy is neither idle nor waiting") {
  const auto time = cpu_time_of("cpu  10 20 30 400 100 1 2 3 10 0\ncpu0 1 2 3 4\n");
  REQUIRE(time);
  CHECK(time->total == 566);
  CHECK(time->busy == 66);
  CHECK_FALSE(cpu_time_of("cpu  10 20\n"));
  CHECK_FALSE(cpu_time_of("intr 10 20\n"));
}

TEST_CASE("usage is rounded, and in percent whatever the counters do") {
  CHECK(cpu_usage({0, 0}, {0, 0}) == 0);
  CHECK(cpu_usage({0, 0}, {1, 3}) == 33);
  CHECK(cpu_usage({0, 0}, {2, 3}) == 67);
  CHECK(cpu_usage({10, 100}, {110, 200}) == 100);
  CHECK(cpu_usage({10, 100}, {5, 200}) == 0);
  CHECK(cpu_usage({10, 100}, {300, 200}) == 100);
}

TEST_CASE("memory and processors are read on request, and never notify") {
  Home home;
  model::Tree tree;
  const HostStatus host(tree, home.store);
  model::ChangeTracker tracker(tree, [] {});
  const auto total = tree.find("Device.DeviceInfo.MemoryStatus.Total").value();
  const auto free = tree.find("Device.DeviceInfo.MemoryStatus.Free").value();
  const auto usage = tree.find("Device.DeviceInfo.ProcessStatus.CPUUsage").value();
  for (const auto& parameter : {total, free, usage}) {
    CHECK(parameter.info().live);
    CHECK_FALSE(parameter.info().writable);
    tree.set_attributes(parameter, {model::Notification::active, true});
  }
  tree.set_value(total, "0", model::Origin::start);
  tree.set_value(free, "0", model::Origin::start);
  bool done = false;
  total.info().source->refresh(std::vector{total}, [&] { done = true; });
  CHECK(done);
  CHECK(std::stoull(std::string(tree.value(total))) >= std::stoull(std::string(tree.value(free))));
  CHECK(std::stoull(std::string(tree.value(free))) > 0);
  CHECK(std::stoull(std::string(tree.value(usage))) <= 100);
  CHECK(tracker.empty());
}
