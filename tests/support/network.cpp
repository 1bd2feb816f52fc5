// SPDX-License-Identifier: Apache-2.0
#include "tests/support/network.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "tests/support/process.hpp"

namespace tests::support {
namespace {

int open_namespace() {
  const int descriptor = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "/proc/thread-self/ns/net");
  return descriptor;
}

void run_ip(std::vector<std::string> arguments) {
  std::string line = "ip";
  for (const std::string& argument : arguments) line += " " + argument;
  arguments.insert(arguments.begin(), "ip");
  const Finished finished = run(std::move(arguments));
  if (finished.exit_code != 0) throw std::runtime_error(line + ": " + finished.output);
}

}  // namespace

std::string Network::missing() {
  std::string reason;
  // In a thread of its own, which takes the namespace with it.
  std::thread([&] {
    if (::unshare(CLONE_NEWNET) != 0) {
      reason = "no network namespaces here: " + std::generic_category().message(errno);
      return;
    }
    try {
      run_ip({"link", "add", "near0", "type", "veth", "peer", "name", "far0"});
    } catch (const std::exception& error) {
      reason = std::string("no virtual network here: ") + error.what();
    }
  }).join();
  return reason;
}

Network::Network() : here_(open_namespace()) {
  far_ = enter_new();
  near_ = enter_new();
  now_ = Machine::near;
  enter(Machine::here);
}

Network::~Network() {
  if (::setns(here_, CLONE_NEWNET) != 0) std::terminate();  // all that follows would run in the wrong place
  for (const int descriptor : {here_, near_, far_}) ::close(descriptor);
}

int Network::enter_new() {
  if (::unshare(CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "unshare");
  run_ip({"link", "set", "lo", "up"});
  return open_namespace();
}

void Network::enter(Machine machine) {
  const int descriptor = machine == Machine::here ? here_ : machine == Machine::near ? near_ : far_;
  if (::setns(descriptor, CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "setns");
  now_ = machine;
}

void Network::plug() {
  const std::string far = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(far_);
  ip(Machine::near, {"link", "add", "near0", "type", "veth", "peer", "name", "far0", "netns", far});
  ip(Machine::near, {"link", "set", "near0", "up"});
  ip(Machine::far, {"link", "set", "far0", "up"});
}

void Network::add_interface(const std::string& name) {
  ip(Machine::near, {"link", "add", name, "type", "veth", "peer", "name", name + "-end"});
  ip(Machine::near, {"link", "set", name, "up"});
  ip(Machine::near, {"link", "set", name + "-end", "up"});
}

void Network::unplug() { ip(Machine::near, {"link", "del", "near0"}); }

void Network::ip(Machine machine, std::vector<std::string> arguments) {
  const Machine before = now_;
  enter(machine);
  run_ip(std::move(arguments));
  enter(before);
}

}  // namespace tests::support
