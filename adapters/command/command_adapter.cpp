// SPDX-License-Identifier: Apache-2.0
// The command adapter: the output of programs becomes values by the mapping, sets become arguments of programs.
// Thread: the host's calls on its loop; the results of programs on the runner's thread
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/command/argv.hpp"
#include "adapters/command/options.hpp"
#include "adapters/command/runner.hpp"
#include "adapters/mapping/polling/polling_adapter.hpp"

namespace adapters::command {

constexpr int kTryAgainLater = 75;  // EX_TEMPFAIL of sysexits.h

class CommandAdapter final : public mapping::PollingAdapter {
 public:
  CommandAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void stop() override { runner_.stop(); }

 private:
  void start_thread() override { runner_.start(); }
  void wake() override { runner_.wake(); }
  void begin_poll(std::size_t poll) override;
  void send(sdk::Token token, const mapping::Command& command) override;
  void end_set(sdk::Token token, const mapping::Command& command, const Result& result);

  std::vector<Argv> sources_;                        // by poll
  const std::map<std::size_t, ArgvTemplate> sinks_;  // by parameter
  const std::chrono::seconds timeout_;
  Runner runner_;
};

Runner::Limits limits_of(const sdk::ConfigNode& section, const mapping::Mapping& mapping) {
  const auto children = std::clamp<int64_t>(section.find("max_children").integer(4), 2, 64);
  return {static_cast<std::size_t>(children), mapping.limits().max_bytes};
}

CommandAdapter::CommandAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : PollingAdapter(host, section, addressing(), "Command"),
      sinks_(read_sinks<ArgvTemplate>()),
      timeout_(std::max<int64_t>(section.find("timeout_s").integer(10), 1)),
      runner_(limits_of(section, mapping()), [this] { return poll_due(); }) {
  for (const mapping::Poll& poll : polls()) sources_.push_back(*read_argv(poll.node));
}

void CommandAdapter::begin_poll(std::size_t poll) {
  runner_.submit({sources_[poll], timeout_, [this, poll](const Result& result) {
                    result.well() ? answered(poll, result.output) : failed(poll, result.reason());
                  }});
}

void CommandAdapter::send(sdk::Token token, const mapping::Command& command) {
  const auto done = [this, token, command](const Result& result) { end_set(token, command, result); };
  const Argv argv = sinks_.at(command.parameter).render(command.word, command.captures);
  runner_.submit({argv, time_for(command), done, command.parameter});
}

void CommandAdapter::end_set(sdk::Token token, const mapping::Command& command, const Result& result) {
  if (result.well()) return carried_out(token, command);
  const bool later = result.end == Result::End::exited && result.code == kTryAgainLater;
  const bool not_run = result.end == Result::End::crowded;
  not_carried_out(token, command, later || not_run ? ADAPTER_NOT_SENT : ADAPTER_REFUSED, result.reason());
}

}  // namespace adapters::command

ADAPTER_PLUGIN(adapters::command::CommandAdapter, "command", adapters::command::kOptions);
