// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/http/transport.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace proxy::web {
namespace {

class Plain final : public Transport {
 public:
  explicit Plain(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

  void handshake(Done done) override {
    boost::asio::post(socket_.get_executor(), [done = std::move(done)] { done({}, 0); });
  }
  void read(std::span<char> to, Done done) override {
    socket_.async_read_some(boost::asio::buffer(to.data(), to.size()), std::move(done));
  }
  void write(std::string_view text, Done done) override {
    boost::asio::async_write(socket_, boost::asio::buffer(text), std::move(done));
  }
  void close() override {
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }

 private:
  boost::asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Transport> plain_transport(boost::asio::ip::tcp::socket socket) {
  return std::make_unique<Plain>(std::move(socket));
}

}  // namespace proxy::web
