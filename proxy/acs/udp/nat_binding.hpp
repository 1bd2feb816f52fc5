// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds with STUN the address under which the ACS reaches our UDP port, and keeps the binding alive in the NATs
// between. It has neither sockets nor a clock: the caller passes the time and the received datagrams, and sends what
// take_datagrams() returns.
// Spec: RFC 3489, 9.3 (retransmission), 10.2 (lifetime); TR-069 Amendment 6, Annex G.2.1; TR-181
// Device.ManagementServer (STUN...)
// Thread: loop
//
// Decisions where the specification leaves room:
// - USERNAME is in every request from the port of connection requests, so that the ACS knows whose binding it is;
//   MESSAGE-INTEGRITY from the first 401 on. What a signed request earns must be signed too.
// - The lifetime is sought between the two keep-alive periods, in halves: after a silence of the length to be tried, a
//   request from a second port has the server answer to the first. A server that does not do that leaves us at the
//   minimum period. Without a maximum nothing longer than ten minutes is tried. Where the two periods contradict each
//   other the minimum holds.
// - Without a NAT there is nothing to keep alive; at the maximum period it is looked at again.
// - A server that does not answer, or not usefully, gets the next request after 10 s, 20 s, ..., 600 s, and never
//   before the minimum period. Until it answers the address is unknown, as the NATs may have dropped the binding.

#include "proxy/acs/udp/stun_message.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/config/secret.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::acs {

class NatBinding {
 public:
  struct Settings {
    std::string username;
    config::Secret password;
    std::chrono::seconds minimum_period{20};
    std::optional<std::chrono::seconds> maximum_period = {};
    bool operator==(const Settings&) const = default;
  };
  /// primary: the port on which connection requests are received.
  enum class Port { primary, secondary };
  struct Datagram {
    Port from;
    std::string bytes;
  };
  struct Result {
    std::optional<UdpEndpoint> address = {};  ///< where the ACS reaches the primary port; none: unknown
    bool nat_detected = false;
    bool operator==(const Result&) const = default;
  };

  /// `random_id` returns kStunIdSize unpredictable bytes; `local` returns the primary port's own address towards the
  /// server.
  NatBinding(std::function<std::string()> random_id, std::function<std::optional<UdpEndpoint>()> local);

  /// Begins anew: after a start, for another server, another address of ours, other settings.
  void start(const Settings& settings, base::SteadyTime now);
  void stop();
  /// The server's name has no address: as if it had not answered.
  void unreachable(base::SteadyTime now);
  void received(Port port, std::string_view datagram, base::SteadyTime now);
  void tick(base::SteadyTime now);

  /// The datagrams to send to the server; each is returned once.
  std::vector<Datagram> take_datagrams() { return std::exchange(outgoing_, {}); }
  std::optional<base::SteadyTime> next_due() const { return due_; }
  const Result& result() const { return result_; }
  /// The next request waits for the back-off.
  bool backed_off() const { return state_ == State::backed_off; }
  /// The period of the keep-alive, by the lifetime of the NAT's binding as far as it is known.
  std::chrono::seconds period() const;

 private:
  enum class State {
    stopped,
    asking,   ///< what our address is; retransmits
    waiting,  ///< for the time of a keep-alive or of a probe
    probing,  ///< whether the binding has outlived the silence; retransmits
    backed_off,
  };

  void ask(bool binding_change, base::SteadyTime now);
  void probe(base::SteadyTime now);
  void send_again(base::SteadyTime now);
  void fail(base::SteadyTime now);
  void answered(const StunResponse& response, base::SteadyTime now);
  void refused(const StunResponse& response, base::SteadyTime now);
  void probe_ended(bool alive, base::SteadyTime now);
  void wait(base::SteadyTime now);
  std::chrono::seconds longest() const;
  bool seeks_lifetime() const;
  std::chrono::seconds candidate() const { return alive_ + (dead_ - alive_ + std::chrono::seconds(1)) / 2; }

  std::function<std::string()> random_id_;
  std::function<std::optional<UdpEndpoint>()> local_;
  Settings settings_;
  State state_ = State::stopped;
  Result result_;
  std::vector<Datagram> outgoing_;
  std::optional<base::SteadyTime> due_;

  Datagram request_;               ///< the one under way
  std::string request_id_;         ///< its transaction
  unsigned sent_ = 0;              ///< how often
  bool told_change_ = false;       ///< it has BINDING-CHANGE
  bool signs_ = false;             ///< the server wants MESSAGE-INTEGRITY
  bool signed_ = false;            ///< the one under way has it
  unsigned failures_ = 0;          ///< since the last answer
  bool can_probe_ = true;          ///< the server has not shown that it cannot answer elsewhere
  unsigned changes_ = 0;           ///< of the binding, one answer after the other
  bool after_silence_ = false;     ///< the request under way ends a wait of a length that was thought safe
  std::chrono::seconds alive_{0};  ///< a silence that the binding outlives
  std::chrono::seconds dead_{0};   ///< one that it does not, or that is not to be tried
};

}  // namespace proxy::acs
