// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/overview_reports.hpp"

#include "proxy/plugin/abi/adapter_text.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxText = 256;  // bytes of each text about a broker
/// By enum adapter_broker_status. (TR-181 2.19, Device.MQTT.Client.{i}.Status)
constexpr std::array<std::string_view, 4> kBrokerWords{"Connecting", "Connected", "Error_BrokerUnreachable", "Error"};

}  // namespace

void OverviewReports::status(std::uint32_t condition, const char* text) noexcept {
  board_.when_open([&](BoardContent& board) {
    if (condition > ADAPTER_CONDITION_UNTRIED) return board.reject("status(): unknown condition");
    ReportStatus report{static_cast<adapter_condition>(condition), excerpt(text, kMaxLine)};
    const std::size_t bytes = report.text.size();
    board.enqueue(std::move(report), bytes);
  });
}

void OverviewReports::broker(const adapter_broker* given) noexcept {
  board_.when_open([&](BoardContent& board) {
    if (given == nullptr || given->struct_size < sizeof(adapter_broker) || given->status >= kBrokerWords.size()) {
      return board.reject("broker(): no broker, a struct that is too small, or an unknown status");
    }
    auto facts = std::make_unique<BrokerFacts>();
    facts->status = kBrokerWords.at(given->status);
    facts->address = excerpt(given->address, kMaxText);
    facts->version = excerpt(given->protocol_version, kMaxText);
    facts->username = excerpt(given->username, kMaxText);
    facts->client_id = excerpt(given->client_id, kMaxText);
    facts->port = given->port;
    facts->max_packet = board.max_packet();
    facts->keep_alive_s = given->keep_alive_s;
    facts->tls = given->tls != 0;
    facts->clean_session = given->clean_session != 0;
    board.enqueue(DescribeBroker{std::move(facts)}, 4 * kMaxText);
  });
}

void OverviewReports::max_packet(std::uint32_t bytes) noexcept {
  board_.when_open([&](BoardContent& board) { board.set_max_packet(bytes); });
}

}  // namespace proxy::plugin
