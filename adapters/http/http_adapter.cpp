// SPDX-License-Identifier: Apache-2.0
// The HTTP adapter: the answers of servers become values by the mapping, sets become requests.
// Thread: the host's calls on its loop; requests and their answers on the client's thread
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "adapters/http/client.hpp"
#include "adapters/http/options.hpp"
#include "adapters/http/server.hpp"
#include "adapters/http/url.hpp"
#include "adapters/mapping/polling/polling_adapter.hpp"

namespace adapters::http {

constexpr std::chrono::seconds kMaxWait{60};  // between the requests to an address that does not answer

class HttpAdapter final : public mapping::PollingAdapter {
 public:
  HttpAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void stop() override { client_.stop(); }

 private:
  void check_urls() const;
  void check_url(const sdk::ConfigNode& owner) const;
  void start_thread() override { client_.start(); }
  void wake() override { client_.wake(); }
  void begin_poll(std::size_t poll) override;
  std::string place_of(std::size_t poll) const override { return request_for(server_, polls()[poll].address).url; }
  void send(sdk::Token token, const mapping::Command& command) override;
  void end_set(sdk::Token token, const mapping::Command& command, const Response& response);

  const Server server_;
  const std::map<std::size_t, SinkTemplate> sinks_;  // by parameter
  Client client_;
};

HttpAdapter::HttpAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : PollingAdapter(host, section, addressing(), "HTTP", kMaxWait),
      server_(read_server(section)),
      sinks_(read_sinks<SinkTemplate>()),
      client_(server_, mapping().limits().max_bytes, [this] { return poll_due(); }) {
  check_urls();
  if (server_.insecure) {
    host.log("http.tls.insecure", ADAPTER_LOG_WARNING,
             "server.insecure is set: the server's certificate is not checked");
  }
}

void HttpAdapter::check_urls() const {
  for (const mapping::Poll& poll : polls()) check_url(poll.node);
  for (const mapping::Parameter& parameter : mapping().parameters()) {
    if (parameter.sink) check_url(parameter.node.find("sink"));
  }
}

void HttpAdapter::check_url(const sdk::ConfigNode& owner) const {
  const sdk::ConfigNode url = owner.find("url");
  if (server_.url.empty() && is_relative(url.scalar())) {
    url.report("a URL without a host is relative to server.url, which is missing");
  }
}

void HttpAdapter::begin_poll(std::size_t poll) {
  const Request request = request_for(server_, polls()[poll].address);
  client_.submit({request, server_.timeout, [this, poll](const Response& response) {
                    response.well() ? answered(poll, response.body)
                                    : failed(poll, response.reason(), response.is_known);
                  }});
}

void HttpAdapter::send(sdk::Token token, const mapping::Command& command) {
  const auto done = [this, token, command](const Response& response) { end_set(token, command, response); };
  const Request request = sinks_.at(command.parameter).render(server_, command);
  client_.submit({request, time_for(command), done, command.parameter});
}

void HttpAdapter::end_set(sdk::Token token, const mapping::Command& command, const Response& response) {
  if (response.well()) return carried_out(token, command);
  // No answer, too early, too many requests, and a gateway whose device is away: the host sends the set again.
  constexpr std::array kLater = {0L, 408L, 425L, 429L, 502L, 503L, 504L};
  const bool later = std::find(kLater.begin(), kLater.end(), response.status) != kLater.end();
  not_carried_out(token, command, later ? ADAPTER_NOT_SENT : ADAPTER_REFUSED, response.reason());
}

}  // namespace adapters::http

ADAPTER_PLUGIN(adapters::http::HttpAdapter, "http", adapters::http::kOptions);
