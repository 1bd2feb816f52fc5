// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/udp.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <map>
#include <stdexcept>
#include <system_error>

namespace tests::acs {
namespace {

using Attributes = std::map<std::uint16_t, std::string>;

std::string hmac_sha1(const std::string& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), raw.data(), &size);
  return {reinterpret_cast<const char*>(raw.data()), size};
}

std::string be16(std::size_t value) { return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xffU)}; }

std::size_t read16(const std::string& bytes, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(bytes.at(at)) << 8U) |
         static_cast<unsigned char>(bytes.at(at + 1));
}

std::string attribute(std::uint16_t type, const std::string& value) { return be16(type) + be16(value.size()) + value; }

sockaddr_in endpoint(const std::string& text) {
  const std::size_t colon = text.find(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1))));
  if (::inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1)
    throw std::runtime_error("no address: " + text);
  return address;
}

std::string address_value(const sockaddr_in& address) {
  return std::string("\0\x01", 2) + be16(ntohs(address.sin_port)) +
         std::string(reinterpret_cast<const char*>(&address.sin_addr), 4);
}

std::string address_text(const std::string& value) {
  std::string text;
  for (std::size_t i = 4; i < 8; ++i)
    text += (i > 4 ? "." : "") + std::to_string(static_cast<unsigned char>(value.at(i)));
  return text + ":" + std::to_string(read16(value, 2));
}

// Of a message that ends with its last attribute; throws when it does not.
Attributes attributes_of(const std::string& message) {
  Attributes attributes;
  for (std::size_t at = 20; at < message.size();) {
    const std::size_t size = read16(message, at + 2);
    if (at + 4 + size > message.size()) throw std::runtime_error("an attribute of STUN is cut off");
    attributes[static_cast<std::uint16_t>(read16(message, at))] = message.substr(at + 4, size);
    at += 4 + size;
  }
  return attributes;
}

// What RFC 3489 signs: the message before, filled up with zeros.
std::string filled(std::string text) { return text.append((64 - text.size() % 64) % 64, '\0'); }

std::string with_signature(const std::string& type, const std::string& id, const std::string& body,
                           const std::string& password) {
  if (password.empty()) return type + be16(body.size()) + id + body;
  const std::string message = type + be16(body.size() + 24) + id + body;
  return message + attribute(0x0008, hmac_sha1(password, filled(message)));
}

}  // namespace

std::string hmac_sha1_hex(const std::string& key, const std::string& text) {
  std::string hex;
  for (const char byte : hmac_sha1(key, text)) {
    hex += "0123456789ABCDEF"[static_cast<unsigned char>(byte) >> 4U];
    hex += "0123456789ABCDEF"[static_cast<unsigned char>(byte) & 15U];
  }
  return hex;
}

UdpSocket::UdpSocket() : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_in address = endpoint("127.0.0.1:0");
  if (fd_ < 0 || ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::system_error(errno, std::generic_category(), "a UDP socket");
}

UdpSocket::~UdpSocket() { ::close(fd_); }

std::uint16_t UdpSocket::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void UdpSocket::send(const std::string& bytes, const sockaddr_in& to) {
  if (::sendto(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) < 0)
    throw std::system_error(errno, std::generic_category(), "sendto");
}

std::optional<UdpSocket::Datagram> UdpSocket::receive(std::chrono::milliseconds deadline) {
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(deadline.count())) <= 0) return std::nullopt;
  Datagram datagram{.bytes = std::string(65536, '\0'), .sender = {}};
  socklen_t size = sizeof datagram.sender;
  const ssize_t received = ::recvfrom(fd_, datagram.bytes.data(), datagram.bytes.size(), 0,
                                      reinterpret_cast<sockaddr*>(&datagram.sender), &size);
  if (received < 0) return std::nullopt;
  datagram.bytes.resize(static_cast<std::size_t>(received));
  return datagram;
}

std::string UdpRequest::text() const {
  const std::string ts = std::to_string(timestamp != 0 ? timestamp : static_cast<std::uint64_t>(std::time(nullptr)));
  return "GET http://203.0.113.9:40000?ts=" + ts + "&id=" + id + "&un=" + username + "&cn=" + cnonce +
         "&sig=" + hmac_sha1_hex(password, ts + id + username + cnonce) + " HTTP/1.1\r\n\r\n";
}

StunServer::StunServer(Options options) : options_(std::move(options)), thread_([this] { run(); }) {}

StunServer::~StunServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void StunServer::set(Options options) {
  const std::lock_guard lock(mutex_);
  options_ = std::move(options);
}

StunServer::Request StunServer::wait_for_request(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  if (!came_.wait_for(lock, deadline, [this] { return !requests_.empty(); }))
    throw std::runtime_error("no Binding Request came");
  Request request = requests_.front();
  requests_.pop_front();
  return request;
}

void StunServer::run() {
  for (;;) {
    const auto datagram = socket_.receive(std::chrono::milliseconds(50));
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (datagram && datagram->bytes.size() >= 20 && read16(datagram->bytes, 0) == 0x0001) answer(*datagram);
  }
}

void StunServer::answer(const UdpSocket::Datagram& datagram) {
  const std::string& message = datagram.bytes;
  Attributes attributes = attributes_of(message);
  Request request{.binds = attributes[0xc001] == "dslforum.org/TR-111 ",
                  .tells_change = attributes.contains(0xc002),
                  .is_signed = false,
                  .username = attributes[0x0006],
                  .response_address = {},
                  .sender = datagram.sender};
  if (attributes.contains(0x0008) && message.size() > 44)
    request.is_signed =
        attributes[0x0008] == hmac_sha1(options_.password, filled(message.substr(0, message.size() - 24)));
  if (attributes.contains(0x0002)) request.response_address = address_text(attributes[0x0002]);
  if (request.binds) primary_ = datagram.sender;
  requests_.push_back(request);
  came_.notify_all();
  if (options_.silent) return;

  const std::string id = message.substr(4, 16);
  if (!options_.password.empty() && !request.is_signed) {
    socket_.send(with_signature("\x01\x11", id, attribute(0x0009, std::string("\0\0\x04\x01", 4)), ""),
                 datagram.sender);
    return;
  }
  const sockaddr_in mapped = options_.mapped.empty() ? datagram.sender : endpoint(options_.mapped);
  const std::string response =
      with_signature("\x01\x01", id, attribute(0x0001, address_value(mapped)), options_.password);
  const bool elsewhere = !request.response_address.empty() && options_.answers_elsewhere;
  if (!elsewhere)
    socket_.send(response, datagram.sender);
  else if (options_.binding_lives)
    socket_.send(response, primary_);
}

}  // namespace tests::acs
