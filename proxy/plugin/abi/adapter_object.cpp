// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/adapter_object.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/value.hpp"
#include "proxy/plugin/abi/adapter_text.hpp"

#include <array>
#include <cstring>

namespace proxy::plugin {
namespace {

constexpr std::chrono::milliseconds kLongCall{100};

constexpr std::size_t kMaxLines = 1'000;  // of one explanation

struct Reports {
  const ConfigNodes& nodes;
  config::Diagnostics& diagnostics;
  const std::string& prefix;
};

void report(void* context, std::uint32_t node, const char* message) noexcept {
  auto& reports = *static_cast<Reports*>(context);
  try {
    const std::string text = message == nullptr ? "is wrong" : model::legal_text({message, strnlen(message, kMaxLine)});
    const std::string path = reports.nodes.path(node);
    reports.diagnostics.error(reports.nodes.position(node), reports.prefix + (path.empty() ? "" : ".") + path, text);
  } catch (const std::exception&) {
    // A report that is lost leaves create()'s answer, which fails all the same.
  }
}

void take_line(void* context, const char* line) noexcept {
  auto& lines = *static_cast<std::vector<std::string>*>(context);
  if (line == nullptr || lines.size() >= kMaxLines) return;
  try {
    lines.push_back(model::legal_text({line, strnlen(line, kMaxLine)}));
  } catch (const std::exception&) {
    // The rest is worth as much without it.
  }
}

/// An adapter that is created to be looked at, and never started.
struct Alone {
  Alone(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library, const HostInfo& info)
      : object(section, std::move(library),
               std::make_shared<HostFunctions>(handles, base::log::AdapterNames{section.name, section.plugin},
                                               section.mount, info, Redaction(section.section), [] {}),
               clock, {}) {}

  HandleSource handles;
  const base::RealClock clock;
  AdapterObject object;
};

}  // namespace

AdapterObject::AdapterObject(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                             std::shared_ptr<HostFunctions> host, const base::Clock& clock,
                             std::function<void()> on_fault)
    : name_(section.name),
      path_(section.path.empty() ? "adapter " + section.name : section.path),
      library_(std::move(library)),
      host_(std::move(host)),
      clock_(clock),
      on_fault_(std::move(on_fault)),
      nodes_(section.section) {}

void AdapterObject::destroy() {
  if (started_) stop();
  if (adapter_ == nullptr) return;
  fenced("destroy", [this] { library_->api().destroy(adapter_); });
  adapter_ = nullptr;
}

template <class Call>
bool AdapterObject::fenced(const char* what, Call&& call) {
  const auto begin = clock_.steady_now();
  bool finished = false;
  try {
    call();
    finished = true;
  } catch (const std::exception& error) {
    base::log::error("plugin.adapter.exception", "adapter {}: {} threw an exception: {}", name_, what, error.what());
    last_problem_ = std::string(what) + " threw an exception: " + error.what();
  } catch (...) {
    last_problem_ = std::string(what) + " threw an exception";
    base::log::error("plugin.adapter.exception", "adapter {}: {} threw an exception that is not a std::exception",
                     name_, what);
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - begin);
  if (took > kLongCall)
    base::log::warning("plugin.adapter.slow", "adapter {}: {} took {} ms and blocked the daemon", name_, what,
                       took.count());
  if (finished) return true;
  faulted_ = true;
  if (on_fault_) on_fault_();
  return false;
}

bool AdapterObject::create(config::Diagnostics& diagnostics) {
  const OptionRows options(library_->api());
  config::Diagnostics own;
  if (!options.problem().empty()) own.error(nodes_.position(0), path_, options.problem());
  if (!own.failed()) config::validate(nodes_.section(), 0, options.all(), own, path_);
  if (!own.failed()) {
    Reports reports{nodes_, own, path_};
    const bool finished = fenced(
        "create", [&] { adapter_ = library_->api().create(&host_->table(), &nodes_.view(), &report, &reports); });
    if (!finished) own.error(nodes_.position(0), path_, "the adapter failed; see the log for the reason");
    if (adapter_ == nullptr && !own.failed()) {
      own.error(nodes_.position(0), path_, "the adapter rejects this section without a reason");
    }
  }
  for (const config::Diagnostic& entry : own.entries()) {
    if (entry.severity == config::Diagnostic::Severity::error) {
      diagnostics.error(entry.at, entry.path, entry.message);
    } else {
      diagnostics.warning(entry.at, entry.path, entry.message);
    }
  }
  return !own.failed();
}

bool AdapterObject::start() {
  library_->keep_loaded();
  int code = 0;
  const bool finished = fenced("start", [&] { code = library_->api().start(adapter_); });
  started_ = finished && code == 0;
  if (finished && code != 0) {
    base::log::error("plugin.adapter.start_failed", "adapter {}: the start failed with code {}", name_, code);
    last_problem_ = "the start failed with code " + std::to_string(code) + "; the log has the reason";
  }
  return started_;
}

void AdapterObject::stop() {
  started_ = false;
  fenced("stop", [this] { library_->api().stop(adapter_); });
}

AdapterObject::Batch AdapterObject::function(Request request) const {
  const adapter_api& api = library_->api();
  switch (request) {
    case Request::get: return api.get;
    case Request::check: return api.check;
    case Request::apply: return api.apply;
  }
  return nullptr;
}

bool AdapterObject::takes(Request request) const { return adapter_ != nullptr && function(request) != nullptr; }

void AdapterObject::request(Request request, std::span<const adapter_item> items) {
  constexpr std::array kNames{"get", "check", "apply"};
  const Batch call = function(request);
  if (!callable() || call == nullptr) return;
  fenced(kNames[static_cast<std::size_t>(request)], [&] { call(adapter_, items.data(), items.size()); });
}

bool AdapterObject::add_object(adapter_token token, adapter_handle table) {
  const auto call = library_->api().add_object;
  if (!callable() || call == nullptr) return false;
  return fenced("add_object", [&] { call(adapter_, token, table); });
}

bool AdapterObject::delete_object(adapter_token token, adapter_handle row) {
  const auto call = library_->api().delete_object;
  if (!callable() || call == nullptr) return false;
  return fenced("delete_object", [&] { call(adapter_, token, row); });
}

std::span<const char* const> AdapterObject::file_types() const {
  const adapter_api& api = library_->api();
  if (adapter_ == nullptr || api.put_file == nullptr || api.file_types == nullptr) return {};
  return {api.file_types, api.file_type_count};
}

bool AdapterObject::put_file(adapter_token token, const std::string& file_type, const std::string& path) {
  const auto call = library_->api().put_file;
  if (!callable() || call == nullptr) return false;
  return fenced("put_file", [&] { call(adapter_, token, file_type.c_str(), path.c_str()); });
}

void AdapterObject::known_row(adapter_handle table, const std::string& identity) {
  const auto call = library_->api().known_row;
  if (!callable() || call == nullptr) return;
  fenced("known_row", [&] { call(adapter_, table, identity.c_str()); });
}

void AdapterObject::run(const Posted& posted) {
  if (callable()) fenced("a posted function", [&] { posted.function(posted.argument); });
}

std::optional<std::vector<std::string>> AdapterObject::explain(const std::string& address, std::string_view payload) {
  const auto call = library_->api().explain;
  if (!callable() || call == nullptr) return std::nullopt;
  std::vector<std::string> lines;
  fenced("explain", [&] { call(adapter_, address.c_str(), {payload.data(), payload.size()}, &take_line, &lines); });
  return lines;
}

config::Diagnostics check_adapter(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                                  const HostInfo& info) {
  config::Diagnostics diagnostics;
  Alone(section, std::move(library), info).object.create(diagnostics);
  return diagnostics;
}

std::optional<std::vector<std::string>> explain_alone(const config::AdapterSection& section,
                                                      std::shared_ptr<AdapterLibrary> library, const HostInfo& info,
                                                      const std::string& address, std::string_view payload,
                                                      config::Diagnostics& diagnostics) {
  Alone alone(section, std::move(library), info);
  return alone.object.create(diagnostics) ? alone.object.explain(address, payload) : std::nullopt;
}

}  // namespace proxy::plugin
