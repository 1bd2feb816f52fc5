// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ACS's side of UDP: a STUN server that can be behind any NAT it likes, connection requests over UDP, and the
// receiver of lightweight notifications.
// Spec: RFC 3489; TR-069 Amendment 6, Annexes G and M
// Thread: any

#include <netinet/in.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tests::acs {

// Upper case hex digits.
std::string hmac_sha1_hex(const std::string& key, const std::string& text);

// A datagram socket on 127.0.0.1, with a port of its own.
class UdpSocket {
 public:
  struct Datagram {
    std::string bytes;
    sockaddr_in sender;
  };

  UdpSocket();
  ~UdpSocket();
  UdpSocket(const UdpSocket&) = delete;
  UdpSocket& operator=(const UdpSocket&) = delete;

  std::uint16_t port() const;
  void send(const std::string& bytes, const sockaddr_in& to);
  // The next one, or none when the time is over.
  std::optional<Datagram> receive(std::chrono::milliseconds deadline);

 private:
  int fd_;
};

struct UdpRequest {
  std::string username = "acs";
  std::string password = "secret";
  std::uint64_t timestamp = 0;  // 0: now
  std::string id = "1";
  std::string cnonce = "XTGRWIPC6D3IPXS3";

  std::string text() const;
};

// Answers Binding Requests as a server behind the CPE's NAT sees them.
class StunServer {
 public:
  struct Options {
    std::string mapped = {};  // "203.0.113.9:40000": the NAT's address; empty: no NAT
    std::string username = {};
    std::string password = {};  // set: 401 for what is not signed with it
    bool silent = false;
    bool answers_elsewhere = true;  // RESPONSE-ADDRESS
    bool binding_lives = true;      // what is sent to the NAT's address reaches the CPE
  };
  struct Request {
    bool binds = false;         // CONNECTION-REQUEST-BINDING
    bool tells_change = false;  // BINDING-CHANGE
    bool is_signed = false;
    std::string username;
    std::string response_address;  // empty: none
    sockaddr_in sender{};
  };

  StunServer() : StunServer(Options()) {}
  explicit StunServer(Options options);
  ~StunServer();

  std::uint16_t port() const { return socket_.port(); }
  void set(Options options);
  // The next request that was not returned before. Throws when none comes.
  Request wait_for_request(std::chrono::milliseconds deadline = std::chrono::seconds{20});
  // Goes through the binding, from the port of this server.
  void send(const std::string& bytes, const Request& binding) { socket_.send(bytes, binding.sender); }

 private:
  void run();
  void answer(const UdpSocket::Datagram& datagram);

  UdpSocket socket_;
  std::mutex mutex_;
  std::condition_variable came_;
  Options options_;
  std::deque<Request> requests_;
  sockaddr_in primary_{};  // whence the last request with CONNECTION-REQUEST-BINDING came
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tests::acs
