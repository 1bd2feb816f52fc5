// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/network/name_lookup.hpp"

#include "proxy/base/thread.hpp"

#include <boost/asio/post.hpp>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, address, sizeof in);
    return ip::address_v4(ntohl(in.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 in6{};
  std::memcpy(&in6, address, sizeof in6);
  ip::address_v6::bytes_type bytes;
  std::copy(std::begin(in6.sin6_addr.s6_addr), std::end(in6.sin6_addr.s6_addr), bytes.begin());
  return ip::address_v6(bytes, in6.sin6_scope_id);
}

std::vector<ip::address> resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &wanted, &list) != 0) return {};
  std::vector<ip::address> found;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next)
    if (const auto address = address_of(entry->ai_addr)) found.push_back(*address);
  ::freeaddrinfo(list);
  return found;
}

}  // namespace

/// Shared with the thread that resolves the name: the thread may outlive the NameLookup.
struct NameLookup::Query {
  Query(boost::asio::any_io_executor its_executor, Found its_found)
      : executor(std::move(its_executor)), found(std::move(its_found)) {}

  std::mutex mutex;
  std::optional<boost::asio::any_io_executor> executor;  ///< none: cancelled, and the loop may be gone
  Found found;
};

void NameLookup::start(const std::string& host, Found found) {
  cancel();
  query_ = std::make_shared<Query>(executor_, std::move(found));
  const auto answer = [this, query = query_](std::vector<ip::address> addresses) {
    const std::lock_guard lock(query->mutex);
    if (!query->executor) return;
    boost::asio::post(*query->executor, [this, query, addresses = std::move(addresses)]() mutable {
      {
        // `found` may end the loop: the resolving thread must have left post() by then.
        const std::lock_guard posted(query->mutex);
        if (!query->executor) return;
      }
      query_.reset();
      query->found(std::move(addresses));
    });
  };
  const bool bracketed = host.size() > 1 && host.front() == '[' && host.back() == ']';
  boost::system::error_code error;
  const ip::address literal = ip::make_address(bracketed ? host.substr(1, host.size() - 2) : host, error);
  if (!error) return answer({literal});
  try {
    base::start_thread([answer, host] { answer(resolve(host)); }).detach();
  } catch (const std::system_error&) {  // the system cannot start a thread
    answer({});
  }
}

void NameLookup::cancel() {
  const std::shared_ptr<Query> query = std::exchange(query_, nullptr);
  if (!query) return;
  const std::lock_guard lock(query->mutex);
  query->executor.reset();
}

}  // namespace proxy::acs
