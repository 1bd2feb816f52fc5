// SPDX-License-Identifier: Apache-2.0
#pragma once
// The addresses behind a host's name. A name server may take long to answer, and the call that asks it cannot be given
// up: a thread of its own makes it, and nobody ever waits for that thread, not even the end of the process.
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
  /// None: no such name, or nobody who could tell.
  using Found = std::function<void(std::vector<boost::asio::ip::address>)>;

  explicit NameLookup(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  ~NameLookup() { cancel(); }
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  /// Calls back once, never before it returns; an address, in brackets or not, is its own answer. What was asked before
  /// is cancelled.
  void start(const std::string& host, Found found);
  /// Nothing is called back any more.
  void cancel();
  bool busy() const { return query_ != nullptr; }

 private:
  struct Query;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Query> query_;
};

}  // namespace proxy::acs
