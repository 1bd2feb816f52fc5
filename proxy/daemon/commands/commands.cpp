// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/commands.hpp"

#include "proxy/config/text.hpp"
#include "proxy/control/command_table.hpp"
#include "proxy/daemon/commands/device_list.hpp"
#include "proxy/daemon/commands/explanation.hpp"
#include "proxy/daemon/commands/health.hpp"
#include "proxy/daemon/commands/live_reads.hpp"
#include "proxy/daemon/commands/monitor/metrics.hpp"
#include "proxy/daemon/commands/monitor/session_list.hpp"
#include "proxy/daemon/commands/monitor/shown_configuration.hpp"
#include "proxy/daemon/commands/names.hpp"
#include "proxy/daemon/commands/problems.hpp"
#include "proxy/daemon/commands/replies.hpp"
#include "proxy/daemon/commands/tree_list.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/data_source.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <utility>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

/// Where the URL of the ACS comes from.
std::string_view url_origin(const gateway::ManagementServer& server) {
  if (server.url_is_set()) return "set";
  if (!server.settings().acs.discover) return server.settings().acs.url.empty() ? "none" : "configuration";
  return server.settings().acs.url.empty() ? "waiting for dhcp" : "dhcp";
}

/// The argument at that place; empty without one.
std::string text_at(const std::vector<std::string>& arguments, std::size_t place) {
  return place < arguments.size() ? arguments[place] : std::string();
}

/// Why the monitor socket rejects the command.
control::Refusal refused_on_monitor(const control::CommandRow& row) {
  const std::string command = row.name;
  if (row.access == control::Access::set)
    return {0, "", "the monitor socket does not carry out `" + command + "`: monitor.allow_set is false"};
  return {0, "", "the monitor socket does not carry out `" + command + "`: only the control socket does"};
}

}  // namespace

Commands::Commands(const Components& components, Dependencies& dependencies)
    : components_(components),
      dependencies_(dependencies),
      started_(components.clock.steady_now()),
      watches_(components.tree, components.loop),
      log_(components.router, components.loop) {}

void Commands::handle(const control::Request& request, const Answer& answer) {
  using Function = void (Commands::*)(const Arguments&, const Answer&);
  // In the order of control::kCommands.
  static constexpr std::array<std::pair<std::string_view, Function>, control::kCommands.size()> kFunctions{{
      {"status", &Commands::status},     {"tree", &Commands::tree},         {"children", &Commands::children},
      {"get", &Commands::get},           {"set", &Commands::set},           {"devices", &Commands::devices},
      {"adapters", &Commands::adapters}, {"events", &Commands::events},     {"inform", &Commands::inform},
      {"download", &Commands::download}, {"watch", &Commands::watch},       {"reload", &Commands::reload},
      {"explain", &Commands::explain},   {"problems", &Commands::problems}, {"sessions", &Commands::sessions},
      {"metrics", &Commands::metrics},   {"config", &Commands::config},     {"data-model", &Commands::data_model},
      {"log", &Commands::log},
  }};
  static_assert(std::ranges::equal(kFunctions, control::kCommands, {}, &std::pair<std::string_view, Function>::first,
                                   &control::CommandRow::name),
                "each row of control::kCommands has one function");
  const auto row = std::ranges::find(control::kCommands, request.command, &control::CommandRow::name);
  if (row == control::kCommands.end()) return answer->refuse({0, "", "unknown command"});
  const std::size_t count = request.arguments.size();
  if (count < row->min_arguments || count > row->max_arguments) {
    return answer->refuse({0, "", "wrong number of arguments"});
  }
  const auto index = static_cast<std::size_t>(row - control::kCommands.begin());
  (this->*kFunctions[index].second)(request.arguments, answer);
}

void Commands::handle_of_monitor(const control::Request& request, const Answer& answer) {
  const control::Access allowed = dependencies_.monitor_may_set() ? control::Access::set : control::Access::read;
  const auto row = std::ranges::find(control::kCommands, request.command, &control::CommandRow::name);
  if (row != control::kCommands.end() && control::access_of(*row, request.arguments) > allowed)
    return answer->refuse(refused_on_monitor(*row));
  handle(request, answer);
}

void Commands::status(const Arguments&, const Answer& answer) {
  const acs::EndpointStatus endpoint = components_.endpoint.status();
  json::object session{
      {"under_way", endpoint.in_session},
      {"last_end", endpoint.last_session ? json::value(model::utc_text(*endpoint.last_session)) : json::value(nullptr)},
      {"last_successful", endpoint.last_successful},
      {"last_failure", endpoint.last_failure},
      {"next_in_s", endpoint.next_due ? seconds(*endpoint.next_due) : json::value(nullptr)},
      {"retry_count", endpoint.retry_count},
      {"pending_events", endpoint.pending_events.size()},
  };
  json::array brokers;
  for (const plugin::BrokerState& broker : components_.router.broker_states()) {
    brokers.push_back({{"adapter", broker.adapter},
                       {"status", broker.status},
                       {"protocol_version", broker.version},
                       {"max_packet_bytes", broker.max_packet}});
  }
  const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(components_.clock.steady_now() - started_);
  const config::Acs& acs = components_.management_server.settings().acs;
  const Health health =
      daemon::health(daemon::problems(components_.router, endpoint, acs), components_.router, endpoint, acs);
  answer->finish({{"version", PROJECT_VERSION},
                  {"uptime_s", seconds(uptime)},
                  {"acs_url", acs.url},
                  {"acs_url_from", url_origin(components_.management_server)},
                  {"connection_request_url", endpoint.connection_request_url},
                  {"session", std::move(session)},
                  {"adapters", components_.router.adapters().size()},
                  {"brokers", std::move(brokers)},
                  {"allow_set", dependencies_.monitor_may_set()},
                  {"healthy", health.healthy},
                  {"summary", health.summary}});
}

void Commands::with_live(const std::vector<std::string>& paths, model::Cursor::Depth depth, const Answer& answer,
                         std::function<void()> then) {
  for (const std::string& path : paths) {
    const auto selection = components_.tree.select(path);
    if (!selection) return answer->refuse(no_such_path(components_.tree, selection.error()));
  }
  components_.tree.when_thawed([this, paths, depth, then = lifetime_.guard(std::move(then))]() mutable {
    std::vector<model::ParameterRef> live;
    for (const std::string& path : paths)
      std::ranges::copy(live_parameters(components_.tree, path, depth), std::back_inserter(live));
    model::refresh_all(live, then);
  });
}

void Commands::list(const Arguments& arguments, model::Cursor::Depth depth, Entries entries, const Answer& answer) {
  const Meant meant = meant_by(components_.tree, components_.router, text_at(arguments, 0), text_at(arguments, 1));
  if (meant.refusal) return answer->refuse(*meant.refusal);
  with_live(meant.paths, depth, answer, [this, paths = meant.paths, entries, answer] {
    json::array all;
    for (const std::string& path : paths) {
      auto some = entries(components_.tree, path);
      if (!some) return answer->refuse(no_such_path(components_.tree, some.error()));
      std::ranges::move(*some, std::back_inserter(all));
    }
    answer->finish(std::move(all));
  });
}

void Commands::tree(const Arguments& arguments, const Answer& answer) {
  list(arguments, model::Cursor::Depth::all, &daemon::parameters, answer);
}

void Commands::children(const Arguments& arguments, const Answer& answer) {
  list(arguments, model::Cursor::Depth::next_level, &daemon::children, answer);
}

void Commands::get(const Arguments& arguments, const Answer& answer) {
  list(arguments, model::Cursor::Depth::all, &daemon::values, answer);
}

void Commands::set(const Arguments& arguments, const Answer& answer) {
  const auto carry_out = [this, arguments, answer] {
    const bool has_capability = arguments.size() > 2;
    Meant meant =
        meant_by(components_.tree, components_.router, arguments[0], has_capability ? arguments[1] : std::string());
    if (meant.refusal && has_capability && components_.tree.select(arguments[0]))
      meant.refusal->message += "; a VALUE with spaces stands in quotes";
    if (meant.refusal) return answer->refuse(*meant.refusal);
    std::vector<model::Assignment> values;
    for (const std::string& path : meant.paths) {
      const auto parameter = components_.tree.find(path);
      if (!parameter) return answer->refuse(no_such_path(components_.tree, parameter.error()));
      auto value = model::check_set(parameter->info(), path, typed_value(parameter->info(), arguments.back()));
      if (!value) return answer->refuse(refusal(value.error()));
      if (!components_.tree.attributes(*parameter).subscriber_may_write) {
        return answer->refuse({9001, path, "only the ACS may set it (AccessList)"});
      }
      values.push_back({*parameter, components_.tree.path(*parameter), std::move(*value), path});
    }
    const auto done = [answer](const sets::SetOutcome& outcome) {
      if (!outcome.errors.empty()) return answer->refuse(refusal(outcome.errors.front()));
      answer->finish(
          {{"status", static_cast<int>(outcome.status)},
           {"meaning", outcome.status == model::SetStatus::applied ? "applied"
                                                                   : "stored, and sent until the device confirms it"}});
    };
    components_.sets.set_values(std::move(values), model::Origin::local, std::nullopt, done);
  };
  components_.tree.when_thawed(carry_out);
}

void Commands::devices(const Arguments&, const Answer& answer) {
  components_.tree.when_thawed([this, answer] {
    const auto then = [this, answer] { answer->finish(device_list(components_.tree, components_.router)); };
    model::refresh_all(contact_times(components_.tree, components_.router),
                       lifetime_.guard(std::function<void()>(then)));
  });
}

void Commands::adapters(const Arguments&, const Answer& answer) {
  json::array list;
  const std::vector<plugin::AdapterState> states = components_.router.adapter_states();
  for (const plugin::AdapterStatistics& adapter : components_.router.adapter_statistics()) {
    const auto state = std::ranges::find(states, adapter.name, &plugin::AdapterState::name);
    list.push_back({{"name", adapter.name},
                    {"plugin", adapter.plugin},
                    {"mount", adapter.mount},
                    {"state", adapter.state},
                    {"away", adapter.away},
                    {"devices", adapter.devices},
                    {"rows", adapter.rows},
                    {"columns", adapter.columns},
                    {"published", adapter.published},
                    {"rejected", adapter.rejected},
                    {"dropped", adapter.dropped},
                    {"pending_sets", adapter.pending_sets},
                    {"last_rejected", adapter.last_reason},
                    {"messages", adapter.messages},
                    {"status", state == states.end() ? "" : state->status},
                    {"status_text", state == states.end() ? "" : state->text},
                    {"last_change", state == states.end() ? "" : state->since}});
  }
  answer->finish(list);
}

void Commands::events(const Arguments&, const Answer& answer) {
  answer->finish(event_list(components_.endpoint.status().pending_events));
}

void Commands::inform(const Arguments&, const Answer& answer) {
  const config::Acs& acs = components_.management_server.settings().acs;
  if (acs.url.empty())
    return answer->refuse(
        {0, "", acs.discover ? "the URL of the ACS is not known yet" : "no ACS is configured: acs.url is empty"});
  components_.endpoint.inform_now();
  answer->finish("a session will start");
}

void Commands::download(const Arguments& arguments, const Answer& answer) {
  if (const auto queued = components_.endpoint.download(arguments[0], arguments[1]); !queued)
    return answer->refuse(refusal(queued.error()));
  answer->finish("the download will start");
}

void Commands::watch(const Arguments& arguments, const Answer& answer) {
  Meant meant = meant_by(components_.tree, components_.router, text_at(arguments, 0), text_at(arguments, 1));
  if (meant.refusal) return answer->refuse(*meant.refusal);
  for (std::string& path : meant.paths) {
    const auto selection = components_.tree.select(path);
    if (!selection) return answer->refuse(no_such_path(components_.tree, selection.error()));
    if (!path.empty()) path = components_.tree.path(*selection);
  }
  watches_.add(std::move(meant.paths), answer);
}

void Commands::reload(const Arguments&, const Answer& answer) {
  components_.tree.when_thawed([this, answer] {
    const auto result = dependencies_.reload();
    if (!result) return answer->refuse({0, "", result.error()});
    answer->finish(*result);
  });
}

void Commands::explain(const Arguments& arguments, const Answer& answer) {
  const Message message{arguments[0], arguments[1], arguments.size() > 2 ? arguments[2] : std::string()};
  const Explanation explained = daemon::explain(components_.router, message);
  if (!explained) return answer->refuse({0, "", explained.error()});
  answer->finish(*explained);
}

void Commands::problems(const Arguments&, const Answer& answer) {
  answer->finish(daemon::problems(components_.router, components_.endpoint.status(),
                                  components_.management_server.settings().acs));
}

void Commands::sessions(const Arguments& arguments, const Answer& answer) {
  const auto count = arguments.empty() ? std::optional<std::int64_t>(acs::SessionHistory::kMaxSessions)
                                       : config::parse_integer(arguments[0]);
  const auto after = arguments.size() < 2 ? std::optional<std::int64_t>(0) : config::parse_integer(arguments[1]);
  if (!count || *count < 0 || !after || *after < 0)
    return answer->refuse({0, "", "COUNT and NUMBER are whole numbers"});
  answer->finish(session_list(components_.endpoint.history(), static_cast<std::size_t>(*count),
                              static_cast<std::uint64_t>(*after)));
}

void Commands::metrics(const Arguments&, const Answer& answer) {
  answer->finish(daemon::metrics(components_.router, components_.endpoint));
}

void Commands::config(const Arguments&, const Answer& answer) {
  answer->finish(shown_configuration(components_.configuration));
}

void Commands::data_model(const Arguments& arguments, const Answer& answer) {
  const std::string which = arguments.empty() ? "instance" : arguments[0];
  if (which != "instance" && which != "model")
    return answer->refuse({0, "", "there are two documents: instance, the device type, and model, which it imports"});
  cwmp::ModelDocuments documents = components_.device.model_documents();
  answer->finish(json::object{{"document", which == "model" ? documents.data_model : documents.device_type},
                              {"uuid", documents.uuid},
                              {"urn", documents.urn}});
}

void Commands::log(const Arguments& arguments, const Answer& answer) { log_.handle(arguments, answer); }

}  // namespace proxy::daemon
