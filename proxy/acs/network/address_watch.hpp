// SPDX-License-Identifier: Apache-2.0
#pragma once
// Notices when this machine's addresses or routes change, IPv4 or IPv6. The kernel reports it by netlink; nothing is
// polled.
// Spec: rtnetlink(7)
// Thread: loop

#include "proxy/base/lifetime.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace proxy::acs {

/// One change causes several messages: a lease is an address and some routes.
inline constexpr std::chrono::milliseconds kNetworkSettles{200};

/// Whether a datagram of netlink's route family reports a changed address, route or interface state. An unreadable
/// datagram counts as a change, so that none is missed.
bool tells_of_change(std::string_view datagram);

class AddressWatch {
 public:
  /// `changed` is called kNetworkSettles after the first message, once for all messages until then.
  AddressWatch(boost::asio::any_io_executor executor, std::function<void()> changed);
  ~AddressWatch();
  AddressWatch(const AddressWatch&) = delete;
  AddressWatch& operator=(const AddressWatch&) = delete;

  /// Without netlink, as in some containers, it logs a warning and reports no change.
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
