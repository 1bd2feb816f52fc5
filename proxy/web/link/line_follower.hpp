// SPDX-License-Identifier: Apache-2.0
#pragma once
// A request to the daemon that has no end: the events of a watch, one line each.
// Thread: loop

#include "proxy/web/link/daemon_connection.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace proxy::web {

class LineFollower final : public DaemonConnection::Receiver {
 public:
  static constexpr std::size_t kMaxLine = 256 * 1024;

  class Dependencies {
   public:
    /// The JSON of one event.
    virtual void event(std::string_view json) = 0;
    /// The daemon refuses the request, with the JSON of its error, or ends it: nothing more comes.
    virtual void refused(std::string_view json) = 0;
    virtual void lost() = 0;

   protected:
    ~Dependencies() = default;
  };

  /// `dependencies` is used until close() of the connection.
  LineFollower(const std::shared_ptr<DaemonConnection>& connection, Dependencies& dependencies)
      : connection_(connection), dependencies_(dependencies) {}

  void received(std::string_view bytes) override;
  void lost(const std::string& reason) override;

 private:
  bool take_line(std::string_view line);

  const std::weak_ptr<DaemonConnection> connection_;
  Dependencies& dependencies_;
  std::string text_;
};

}  // namespace proxy::web
