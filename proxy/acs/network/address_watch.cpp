// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/network/address_watch.hpp"

#include "proxy/base/log.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

constexpr unsigned kGroups =
    RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;

/// The first bytes of the payload as this struct; zeros if the payload is shorter.
template <class Struct>
Struct head_of(std::string_view payload) {
  Struct head{};
  if (payload.size() >= sizeof head) std::memcpy(&head, payload.data(), sizeof head);
  return head;
}

/// A netlink socket bound to the groups; -1 with errno if that fails.
int open_netlink() {
  const int descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (descriptor < 0) return -1;
  sockaddr_nl own{};
  own.nl_family = AF_NETLINK;
  own.nl_groups = kGroups;
  sockaddr generic{};
  static_assert(sizeof own <= sizeof generic);
  std::memcpy(&generic, &own, sizeof own);
  if (::bind(descriptor, &generic, sizeof own) == 0) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return -1;
}

}  // namespace

bool tells_of_change(std::string_view datagram) {
  while (datagram.size() >= sizeof(nlmsghdr)) {
    const auto header = head_of<nlmsghdr>(datagram);
    if (header.nlmsg_len < NLMSG_HDRLEN || header.nlmsg_len > datagram.size()) return true;
    const std::string_view payload = datagram.substr(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN);
    switch (header.nlmsg_type) {
      case RTM_NEWADDR:
      case RTM_DELADDR:
      case RTM_DELLINK: return true;
      case RTM_NEWROUTE:
      case RTM_DELROUTE:
        if ((head_of<rtmsg>(payload).rtm_flags & RTM_F_CLONED) == 0) return true;  // not a cached route
        break;
      case RTM_NEWLINK:
        if (head_of<ifinfomsg>(payload).ifi_change != 0) return true;  // 0: statistics, or a radio scan
        break;
      default: break;
    }
    datagram.remove_prefix(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
  return !datagram.empty();
}

AddressWatch::AddressWatch(boost::asio::any_io_executor executor, std::function<void()> changed)
    : netlink_(executor), timer_(std::move(executor)), changed_(std::move(changed)) {}

AddressWatch::~AddressWatch() { stop(); }

void AddressWatch::start() {
  const int descriptor = open_netlink();
  if (descriptor < 0)
    return base::log::warning("acs.netlink.failed",
                              "cannot open netlink: {}; the proxy notices a new address only in the next session",
                              std::generic_category().message(errno));
  netlink_.assign(descriptor);
  wait();
}

void AddressWatch::stop() {
  boost::system::error_code ignored;
  netlink_.close(ignored);
  timer_.cancel();
}

void AddressWatch::wait() {
  netlink_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                      lifetime_.guard([this](const boost::system::error_code& error) {
                        if (!error && read()) wait();
                      }));
}

/// Reads all waiting messages; false if no more can come.
bool AddressWatch::read() {
  std::array<char, 8192> buffer;
  while (true) {
    const ssize_t size = ::recv(netlink_.native_handle(), buffer.data(), buffer.size(), 0);
    if (size > 0) {
      if (tells_of_change({buffer.data(), static_cast<std::size_t>(size)})) settle();
      continue;
    }
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return true;
    if (size < 0 && errno == ENOBUFS) {  // the kernel dropped some messages
      settle();
      continue;
    }
    base::log::warning("acs.netlink.closed",
                       "netlink has closed; the proxy notices a new address only in the next session");
    return false;
  }
}

void AddressWatch::settle() {
  if (std::exchange(settling_, true)) return;
  timer_.expires_after(kNetworkSettles);
  timer_.async_wait(lifetime_.guard([this](const boost::system::error_code& error) {
    settling_ = false;
    if (!error) changed_();
  }));
}

}  // namespace proxy::acs
