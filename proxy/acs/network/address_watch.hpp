// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells when this machine's addresses or routes change, IPv4 or IPv6. The kernel says so by netlink: nothing here
// polls. Spec: rtnetlink(7) Thread: loop

#include "proxy/base/lifetime.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace proxy::acs {

/// One change comes as many messages: a lease is an address and some routes.
inline constexpr std::chrono::milliseconds kNetworkSettles{200};

/// Whether a datagram of netlink's route family tells of an address, a route or an interface whose state is another.
/// What cannot be read counts as a change: rather look than miss it.
bool tells_of_change(std::string_view datagram);

class AddressWatch {
 public:
  /// `changed` is called kNetworkSettles after the first message, once for all that came meanwhile.
  AddressWatch(boost::asio::any_io_executor executor, std::function<void()> changed);
  ~AddressWatch();
  AddressWatch(const AddressWatch&) = delete;
  AddressWatch& operator=(const AddressWatch&) = delete;

  /// Where there is no netlink, as in some containers, the log has a warning and nothing will be told.
  void start();
  void stop();

 private:
  void wait();
  bool read();
  void settle();

  boost::asio::posix::stream_descriptor netlink_;
  boost::asio::steady_timer timer_;
  std::function<void()> changed_;
  bool settling_ = false;
  base::Lifetime lifetime_;
};

}  // namespace proxy::acs
