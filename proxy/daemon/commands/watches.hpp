// SPDX-License-Identifier: Apache-2.0
#pragma once
// The open `watch` requests of tr069-proxyctl: sends each change of the tree to the requests that watch it.
// Thread: loop

#include "proxy/control/server.hpp"
#include "proxy/model/tree.hpp"

#include <list>
#include <memory>
#include <string>

namespace proxy::daemon {

class Watches final : private model::Tree::Observer {
 public:
  /// The tree outlives this object, and does not change any more once this object is destroyed.
  explicit Watches(model::Tree& tree);
  Watches(const Watches&) = delete;
  Watches& operator=(const Watches&) = delete;

  /// Watches a parameter, or everything below an object (a path with its final dot); empty: the whole tree. Ends when
  /// the client is gone.
  void add(std::string path, std::shared_ptr<control::Answer> answer);

 private:
  struct Watch {
    std::string path;
    std::shared_ptr<control::Answer> answer;
  };

  void value_changed(model::ParameterRef parameter, model::Origin origin) override;

  model::Tree& tree_;
  std::list<Watch> watches_;
};

}  // namespace proxy::daemon
