// SPDX-License-Identifier: Apache-2.0
#pragma once
// The open `watch` requests of tr069-proxyctl: sends each change of the tree to the requests that watch it.
// Thread: loop

#include "proxy/base/lifetime.hpp"
#include "proxy/control/server.hpp"
#include "proxy/model/tree.hpp"

#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>
#include <string>

namespace proxy::daemon {

class Watches final : private model::Tree::Observer {
 public:
  /// The tree outlives this object, and does not change any more once this object is destroyed.
  Watches(model::Tree& tree, boost::asio::io_context& loop);
  Watches(const Watches&) = delete;
  Watches& operator=(const Watches&) = delete;

  /// Watches parameters, or everything below objects (paths with their final dot); empty: the whole tree. What is
  /// read when asked is read every two seconds, except for the whole tree. Ends when the client is gone.
  void add(std::vector<std::string> paths, std::shared_ptr<control::Answer> answer);

 private:
  struct Watch {
    std::vector<std::string> paths;
    std::shared_ptr<control::Answer> answer;
  };

  /// Those whose client is gone: without a change nothing is sent to them.
  void drop_ended();
  void read_live_values();
  void value_changed(model::ParameterRef parameter, model::Origin origin) override;

  model::Tree& tree_;
  std::list<Watch> watches_;
  boost::asio::steady_timer timer_;
  bool is_polling_ = false;
  base::Lifetime lifetime_;
};

}  // namespace proxy::daemon
