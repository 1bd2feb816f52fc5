// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resolves a host's name to addresses. The call may take long and cannot be cancelled, so a thread of its own makes it.
// No code waits for that thread, not even the end of the process.
// Thread: loop

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace proxy::acs {

class NameLookup {
 public:
  /// Empty: the name does not exist, or no name server answered.
  using Found = std::function<void(std::vector<boost::asio::ip::address>)>;

  explicit NameLookup(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  ~NameLookup() { cancel(); }
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  /// Cancels the lookup under way. Calls `found` once, after this has returned. An address as the host, in brackets or
  /// not, is its own result.
  void start(const std::string& host, Found found);
  /// After this `found` is not called.
  void cancel();
  bool busy() const { return query_ != nullptr; }

 private:
  struct Query;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Query> query_;
};

}  // namespace proxy::acs
