// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/transfer_pump.hpp"

#include <chrono>
#include <stdexcept>

namespace tests::integration {

std::vector<std::string> hear_reports(House& house, std::size_t count) {
  std::vector<std::string> reports;
  while (true) {
    auto exchange = house.acs().next(std::chrono::seconds(20));
    if (!exchange) throw std::runtime_error("the daemon told of no more transfers");
    const acs::Message& message = exchange->message();
    if (!message.violations.empty()) throw std::runtime_error(message.violations.front() + "\n" + message.body);
    if (message.rpc == "Inform") {
      exchange->reply_inform_response();
    } else if (message.rpc == "TransferComplete") {
      reports.push_back(message.argument("CommandKey") + " " + message.argument("FaultStruct.FaultCode"));
      exchange->reply_response();
    } else {
      exchange->reply_no_content();
      if (reports.size() >= count) return reports;
    }
  }
}

}  // namespace tests::integration
