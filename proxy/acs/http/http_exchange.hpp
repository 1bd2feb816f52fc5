// SPDX-License-Identifier: Apache-2.0
#pragma once
// One POST on its way between the loop, which submits it, and the worker thread, which carries it out.
// Thread: as each member says

#include "proxy/acs/http/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace proxy::acs {

struct HttpExchange {
  explicit HttpExchange(const boost::asio::any_io_executor& to) : executor(to), work(to) {}

  const boost::asio::any_io_executor executor;
  std::string url;         ///< set before the worker sees it
  bool is_empty = true;    ///< set before the worker sees it
  std::uint64_t size = 0;  ///< set before the worker sees it
  HttpResponse response;   ///< the worker's until it is posted back, the loop's from then on

  std::mutex mutex;                  ///< guards the body: a cancel takes it away from under the worker
  std::unique_ptr<cwmp::Body> body;  ///< destroyed on the loop, for it holds the tree frozen

  HttpSession::Done done;                                               ///< the loop's; empty once called or cancelled
  boost::asio::executor_work_guard<boost::asio::any_io_executor> work;  ///< the loop's
};

}  // namespace proxy::acs
