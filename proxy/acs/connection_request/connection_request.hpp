// SPDX-License-Identifier: Apache-2.0
#pragma once
// Listens for connection requests: an ACS's GET of a secret path, authenticated with digest, requests a session. Below
// that path, with the same login, are the documents that describe the device.
// Spec: TR-069 Amendment 6, 3.2.2 (HTTP connection request)
// Thread: loop

#include "proxy/acs/counts.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace proxy::acs {

inline constexpr std::size_t kMaxConnections = 32;  ///< at the same time; one more closes the one idle longest
inline constexpr double kAcceptedASecond = 10;      ///< requests that start a session or get a document; over it: 503
inline constexpr double kAcceptedBurst = 20;
inline constexpr double kRefusedASecond = 20;  ///< failed logins that get a new challenge; over it: 503
inline constexpr double kRefusedBurst = 20;
inline constexpr std::size_t kMaxDocument = 8 * 1024 * 1024;  ///< bytes; a larger one: 503
inline constexpr std::size_t kMaxDocumentsSent = 2;           ///< at the same time; one more: 503

class ConnectionRequestListener {
 public:
  class Dependencies {
   public:
    /// An ACS has requested a session; called once the answer has been sent.
    virtual void requested() = 0;
    /// The XML document of this name below the path, "<uuid>/device-type.xml"; none: there is no such document.
    /// By default there is none at all.
    virtual std::optional<std::string> document(std::string_view /*name*/) { return std::nullopt; }

   protected:
    ~Dependencies() = default;
  };

  /// Clock and dependencies outlive it.
  ConnectionRequestListener(boost::asio::any_io_executor executor, const base::Clock& clock,
                            Dependencies& dependencies);
  ~ConnectionRequestListener();
  ConnectionRequestListener(const ConnectionRequestListener&) = delete;
  ConnectionRequestListener& operator=(const ConnectionRequestListener&) = delete;

  /// Listens from now on; `path` begins with a slash. What listened before is closed.
  std::error_code start(const config::Listen& where, std::string path);
  /// Closes the port and all connections.
  void stop();
  /// The credentials of the ACS. While either is empty every request is answered with 503.
  void set_credentials(std::string username, config::Secret password);

  /// Where it listens; 0: it does not.
  std::uint16_t port() const;
  const ConnectionRequestCounts& counts() const { return *counts_; }

 private:
  class Server;
  boost::asio::any_io_executor executor_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  std::string username_;
  config::Secret password_;
  std::shared_ptr<Server> server_;
  std::shared_ptr<ConnectionRequestCounts> counts_ = std::make_shared<ConnectionRequestCounts>();
};

}  // namespace proxy::acs
