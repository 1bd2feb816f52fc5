// SPDX-License-Identifier: Apache-2.0
// The HTTP adapter: what servers answer becomes values by the mapping, sets become requests.
// Thread: the host's calls on its loop; requests and their answers on the client's thread
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/client.hpp"
#include "adapters/http/options.hpp"
#include "adapters/http/server.hpp"
#include "adapters/http/url.hpp"
#include "adapters/mapping/polling/feed.hpp"
#include "adapters/mapping/tables/binding.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::http {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kLongestWait{60};  // between tries of what does not answer
constexpr milliseconds kDefaultConfirm{5000};
constexpr milliseconds kTimeToAnswer{500};  // between a request's deadline and that of the set

class HttpAdapter final : public sdk::Adapter {
 public:
  HttpAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void start() override;
  void stop() override { client_.stop(); }
  void known_row(sdk::Table table, std::string_view identity) override;
  void check(sdk::Items items) override { binding_.check(items); }
  void apply(sdk::Items items) override;
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) override {
    feed_.explain(address, payload, say);
  }

 private:
  void check_url(const sdk::ConfigNode& owner) const;
  std::optional<Client::Time> ask_due();
  void send(const sdk::Item& item, const mapping::Command& command);
  void answer_set(sdk::Token token, const mapping::Command& command, const Response& response);

  const Server server_;
  mapping::Mapping mapping_;
  mapping::Binding binding_;
  mapping::Feed feed_;
  std::map<std::size_t, SinkTemplate> sinks_;  // by parameter
  Client client_;
};

HttpAdapter::HttpAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : Adapter(host),
      server_(read_server(section)),
      mapping_(section, addressing()),
      binding_(host, mapping_, "HTTP"),
      feed_(host, mapping_, addressing(), binding_, kLongestWait),
      client_(server_, mapping_.limits().max_bytes, [this] { return ask_due(); }) {
  for (const mapping::Poll& poll : feed_.polls()) check_url(poll.node);
  for (std::size_t i = 0; i < mapping_.parameters().size(); ++i) {
    const mapping::Parameter& parameter = mapping_.parameters()[i];
    if (!parameter.sink) continue;
    const bool in_table = parameter.table != mapping::kNoTable;
    const sdk::ConfigNode sink = parameter.node.find("sink");
    check_url(sink);
    sinks_.try_emplace(i, sink,
                       in_table ? mapping_.tables()[parameter.table].rows.names() : std::vector<std::string>{});
  }
  if (server_.insecure) {
    host.log("http.tls.insecure", ADAPTER_LOG_WARNING,
             "server.insecure is set: the server's certificate is not checked");
  }
}

void HttpAdapter::check_url(const sdk::ConfigNode& owner) const {
  const sdk::ConfigNode url = owner.find("url");
  if (server_.url.empty() && is_relative(url.scalar())) url.report("server.url, to which this belongs, is missing");
}

void HttpAdapter::start() {
  binding_.declare();
  client_.start();
}

void HttpAdapter::known_row(sdk::Table table, std::string_view identity) {
  feed_.known_row(table, identity);
  client_.wake();
}

std::optional<Client::Time> HttpAdapter::ask_due() {
  for (const std::size_t poll : feed_.take_due(std::chrono::steady_clock::now())) {
    const auto done = [this, poll](const Response& response) {
      const auto now = std::chrono::steady_clock::now();
      response.well() ? feed_.answered(poll, response.body, now) : feed_.failed(poll, response.reason(), now);
    };
    client_.submit({request_for(server_, feed_.polls()[poll].address), server_.timeout, done});
  }
  return feed_.next();
}

void HttpAdapter::apply(sdk::Items items) {
  for (const sdk::Item& item : items) {
    if (const auto command = binding_.command(item)) {
      send(item, *command);
    } else {
      host().reply(item.token, command.error().status, command.error().detail);
    }
  }
}

void HttpAdapter::send(const sdk::Item& item, const mapping::Command& command) {
  const std::uint32_t confirm = mapping_.parameters()[command.parameter].sink->confirm_timeout_ms;
  const milliseconds timeout = (confirm == 0 ? kDefaultConfirm : milliseconds(confirm)) - kTimeToAnswer;
  const auto done = [this, token = item.token, command](const Response& response) {
    answer_set(token, command, response);
  };
  client_.submit({sinks_.at(command.parameter).render(server_, command), timeout, done, command.parameter});
}

void HttpAdapter::answer_set(sdk::Token token, const mapping::Command& command, const Response& response) {
  // No answer, too early, too many requests, and a gateway whose device is away: another time it may be taken.
  constexpr std::array kLater = {0L, 408L, 425L, 429L, 502L, 503L, 504L};
  if (response.well()) {
    host().reply(token, command.reply());
  } else if (std::find(kLater.begin(), kLater.end(), response.status) != kLater.end()) {
    host().reply(token, ADAPTER_NOT_SENT, response.reason());
  } else {
    host().reply(token, ADAPTER_REFUSED, response.reason());
  }
  feed_.hurry(command.parameter);
}

}  // namespace adapters::http

ADAPTER_PLUGIN(adapters::http::HttpAdapter, "http", adapters::http::kOptions);
