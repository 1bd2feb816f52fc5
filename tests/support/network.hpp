// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two machines of a test's own, joined by a cable: network namespaces, which only the test sees and which end with the
// object. Takes root's rights and iproute2.
// Thread: the one that made it, alone: it is the thread that is moved from machine to machine

#include <string>
#include <vector>

namespace tests::support {

class Network {
 public:
  enum class Machine { here, near, far };  // here: where the test began

  // Both machines have `lo` up. Throws std::runtime_error when something does not work although missing() is empty.
  Network();
  // Moves the thread back.
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Why this machine cannot have one, as a text for the report of the tests; empty: it can.
  static std::string missing();

  // Moves the thread: sockets, threads and processes that it makes from now on are there, and stay there.
  void enter(Machine machine);
  // A cable between the interfaces `near0` and `far0`, both up and without an IPv4 address.
  void plug();
  // One more interface of the near machine, up, that leads nowhere; "ip link del NAME" takes it away.
  void add_interface(const std::string& name);
  // Both interfaces are gone.
  void unplug();
  // Runs `ip` on that machine.
  void ip(Machine machine, std::vector<std::string> arguments);

 private:
  int enter_new();

  int here_ = -1, near_ = -1, far_ = -1;
  Machine now_ = Machine::here;
};

}  // namespace tests::support
