// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells the ACS of changes over UDP, as the parameters' attributes ask for it: nothing comes back, and what is lost is
// lost.
// Spec: TR-069 Amendment 6, Annex M; TR-181 Device.ManagementServer (LightweightNotification...)
// Thread: loop

#include "proxy/acs/network/name_lookup.hpp"
#include "proxy/acs/udp/lightweight_message.hpp"
#include "proxy/acs/udp/lightweight_schedule.hpp"
#include "proxy/model/change_tracker.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace proxy::acs {

class LightweightNotifier {
 public:
  struct Settings {
    bool enable = false;
    std::string host = {};
    std::uint16_t port = 7547;
    LightweightSchedule::Settings trigger = {};
    std::string username = {};  ///< of the CPE at the ACS, as well as the password
    config::Secret password = {};
    std::string interface = {};  ///< towards the host; empty: any
    bool operator==(const Settings&) const = default;
  };
  struct Parts {
    boost::asio::any_io_executor executor;
    const base::Clock& clock;
    model::Tree& tree;
    model::ChangeTracker& changes;
    std::function<cwmp::DeviceIdStruct()> device_id;
  };

  /// Hears of the changes from here on. The parts outlive it.
  explicit LightweightNotifier(Parts parts);
  ~LightweightNotifier();
  LightweightNotifier(const LightweightNotifier&) = delete;
  LightweightNotifier& operator=(const LightweightNotifier&) = delete;

  void start(Settings settings);
  void stop();
  /// The clock shows another time than that which has passed.
  void clock_moved();

 private:
  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }
  void changed(bool active);
  void plan();
  void due();
  void send();
  bool send(const std::vector<std::string>& messages, const boost::asio::ip::address& to);

  const base::Clock& clock_;
  model::Tree& tree_;
  model::ChangeTracker& changes_;
  std::function<cwmp::DeviceIdStruct()> device_id_;
  Settings settings_;
  LightweightSchedule schedule_;
  NameLookup names_;
  std::vector<boost::asio::ip::address> addresses_;  ///< of the host, as of found_at_
  base::SteadyTime found_at_{};
  boost::asio::steady_timer timer_;
  bool running_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< for callbacks that were queued before we went
};

}  // namespace proxy::acs
