// SPDX-License-Identifier: Apache-2.0
#pragma once
// An adapter of one mapping whose sets become commands: what the adapters have in common that read their devices at
// intervals. The derived class sends the commands.
// Thread: the host's calls on its loop; the protected functions any

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/polling/source_report.hpp"
#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class MappedAdapter : public sdk::Adapter {
 public:
  /// Declares the parameters and tables, then starts the thread.
  void start() final;
  void check(sdk::Items items) override { binding_.check(items); }
  /// Sends a command for each item, or replies why there is no command.
  void apply(sdk::Items items) final;

 protected:
  /// protocol: as the proxied devices show it, "HTTP".
  MappedAdapter(sdk::Host host, const sdk::ConfigNode& section, const Addressing& addressing,
                const std::string& protocol);

  const Mapping& mapping() const { return mapping_; }
  Binding& binding() { return binding_; }
  /// On the adapter's thread.
  SourceReport& report() { return report_; }

  /// For each parameter with a sink, Sink(node of the sink, names of the captures in it).
  template <class Sink>
  std::map<std::size_t, Sink> read_sinks() const {
    std::map<std::size_t, Sink> sinks;
    for (std::size_t i = 0; i < mapping_.parameters().size(); ++i) {
      const Parameter& parameter = mapping_.parameters()[i];
      if (parameter.sink) sinks.try_emplace(i, parameter.node.find("sink"), sink_captures(parameter));
    }
    return sinks;
  }

  /// The time in which a command must be carried out, so that its reply is in time for the host.
  std::chrono::milliseconds time_for(const Command& command) const;

 private:
  std::vector<std::string> sink_captures(const Parameter& parameter) const;

  virtual void start_thread() = 0;
  /// Whether it reads anything, and so has a status to report.
  virtual bool has_sources() const { return true; }
  /// Must reply to the token, now or later.
  virtual void send(sdk::Token token, const Command& command) = 0;

  Mapping mapping_;
  Binding binding_;
  SourceReport report_;
};

}  // namespace adapters::mapping
