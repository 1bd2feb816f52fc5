// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/http_client.hpp"

#include "proxy/acs/http/http_exchange.hpp"
#include "proxy/acs/http/http_worker.hpp"

#include <utility>

namespace proxy::acs {

HttpSession::~HttpSession() {
  cancel();
  worker_->close(id_);
}

void HttpSession::post(std::string url, std::unique_ptr<cwmp::Body> body, Done done) {
  exchange_ = std::make_shared<HttpExchange>(executor_);
  exchange_->url = std::move(url);
  exchange_->is_empty = !body;
  exchange_->size = body ? body->size() : 0;
  exchange_->body = std::move(body);
  exchange_->done = std::move(done);
  worker_->start(id_, exchange_);
}

void HttpSession::cancel() {
  const std::shared_ptr<HttpExchange> exchange = std::exchange(exchange_, nullptr);
  if (!exchange || !exchange->done) return;
  exchange->done = nullptr;
  exchange->work.reset();
  std::unique_ptr<cwmp::Body> body;  // destroyed after the unlock: that may thaw the tree, and run what waits for it
  {
    const std::lock_guard lock(exchange->mutex);
    body = std::move(exchange->body);
  }
  worker_->abandon(id_);
}

HttpClient::HttpClient(boost::asio::any_io_executor executor)
    : executor_(std::move(executor)), worker_(std::make_shared<HttpWorker>()) {}

HttpClient::~HttpClient() { worker_->stop(); }

std::unique_ptr<HttpSession> HttpClient::open(const config::Acs& settings, CertificateTimes times) {
  const std::uint64_t id = ++last_id_;
  worker_->open(id, settings, times);
  return std::unique_ptr<HttpSession>(new HttpSession(worker_, executor_, id));
}

}  // namespace proxy::acs
