// SPDX-License-Identifier: Apache-2.0
// Shows the end of a reply whose own writer breaks the connection off.
#include "proxy/web/http/connection.hpp"

#include "tests/support/catch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

using namespace proxy::web;
namespace asio = boost::asio;

namespace {

constexpr std::string_view kRequest = "GET /api/stream HTTP/1.1\r\nHost: x\r\n\r\n";

/// A client that sends one request and takes nothing.
class SilentClient final : public Transport {
 public:
  explicit SilentClient(asio::io_context& loop) : loop_(loop) {}

  void handshake(Done done) override {
    asio::post(loop_, [done = std::move(done)] { done({}, 0); });
  }
  void read(std::span<char> to, Done done) override {
    if (std::exchange(has_sent_, true)) return open_.push_back(std::move(done));
    std::ranges::copy(kRequest, to.begin());
    asio::post(loop_, [done = std::move(done)] { done({}, kRequest.size()); });
  }
  void write(std::string_view, Done done) override { open_.push_back(std::move(done)); }
  void close() override {
    for (Done& done : std::exchange(open_, {}))
      asio::post(loop_, [done = std::move(done)] { done(asio::error::operation_aborted, 0); });
  }

 private:
  asio::io_context& loop_;
  bool has_sent_ = false;
  std::vector<Done> open_;
};

/// Writes a reply, as a stream of events does.
class Writer final : public Reply::Observer {
 public:
  explicit Writer(std::shared_ptr<Reply> reply) : reply_(std::move(reply)) {}
  void drained() override {}
  void closed() override { reply_.reset(); }
  void give_up() { reply_->abort(); }

 private:
  std::shared_ptr<Reply> reply_;
};

/// Keeps its connection as the server does, and answers with a Writer that the connection alone keeps.
class Owner final : public Connection::Dependencies {
 public:
  explicit Owner(asio::io_context& loop)
      : connection(std::make_shared<Connection>(loop.get_executor(), std::make_unique<SilentClient>(loop),
                                                Connection::Peer{"127.0.0.1"}, *this)) {}

  void handle(const Request&, std::shared_ptr<Reply> reply) override {
    const auto made = std::make_shared<Writer>(reply);
    writer = made;
    reply->begin({}, made);
  }
  void ended(Connection*) override { connection.reset(); }

  std::shared_ptr<Connection> connection;
  std::weak_ptr<Writer> writer;
};

}  // namespace

TEST_CASE("what breaks its own reply off is released after that, and the connection with it", "[web]") {
  asio::io_context loop;
  Owner owner(loop);
  const std::weak_ptr<Connection> connection = owner.connection;
  owner.connection->start();
  loop.poll();
  REQUIRE_FALSE(owner.writer.expired());
  Writer* const writer = owner.writer.lock().get();
  writer->give_up();
  CHECK_FALSE(owner.writer.expired());
  CHECK(owner.connection == nullptr);
  loop.poll();
  CHECK(owner.writer.expired());
  CHECK(connection.expired());
}
