// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/plugin/fixture.hpp"
#include "tests/support/run_until.hpp"

namespace tests::plugin {
namespace {

using namespace std::chrono_literals;
namespace plugin = proxy::plugin;
namespace model = proxy::model;

Script* current = nullptr;

class Scripted final : public sdk::Adapter {
 public:
  Scripted(sdk::Host host, sdk::ConfigNode) : Adapter(host) {}
  void start() override {
    if (current->start) current->start(host());
  }
  void get(sdk::Items items) override { current->get ? current->get(host(), items) : Adapter::get(items); }
  void check(sdk::Items items) override { current->check ? current->check(host(), items) : Adapter::check(items); }
  void apply(sdk::Items items) override {
    for (const sdk::Item& item : items) current->applied.emplace_back(item.value);
    current->apply ? current->apply(host(), items) : answer(items, ADAPTER_DONE, {});
  }
  void add_object(sdk::Token token, sdk::Table table) override {
    current->add_object ? current->add_object(host(), token, table) : Adapter::add_object(token, table);
  }
  void delete_object(sdk::Token token, sdk::Row row) override {
    current->delete_object ? current->delete_object(host(), token, row) : Adapter::delete_object(token, row);
  }
  void known_row(sdk::Table table, std::string_view identity) override {
    if (current->known_row) current->known_row(host(), table, identity);
  }
};

constexpr adapter_api kScripted = sdk::detail::api<Scripted>("scripted", {});

}  // namespace

const adapter_api& scripted(Script& script) {
  current = &script;
  return kScripted;
}

proxy::config::AdapterSection section(const std::string& name, const std::string& plugin, const std::string& mount) {
  using proxy::config::Node;
  proxy::config::AdapterSection made;
  made.name = name;
  made.plugin = plugin;
  made.mount = mount.empty() ? "Device.X_00D09E_Home." : mount;
  const std::pair<const char*, const std::string*> entries[] = {
      {"", nullptr}, {"name", &made.name}, {"plugin", &made.plugin}, {"mount", &made.mount}};
  for (const auto& [key, scalar] : entries) {
    Node& node = made.section.emplace_back();
    node.kind = scalar == nullptr ? Node::Kind::map : Node::Kind::scalar;
    node.key = key;
    if (scalar != nullptr) node.scalar = *scalar;
    node.file = std::make_shared<const std::string>("test.yaml");
    node.line = static_cast<std::uint32_t>(made.section.size()) + 2;
  }
  made.section[0].first_child = 1;
  made.section[1].next = 2;
  made.section[2].next = 3;
  return made;
}

void NotedDevices::note(const plugin::DeviceId& id, const std::string& what) {
  notes.push_back(id.controller + "/" + id.identity + " " + what);
}
void NotedDevices::added(const plugin::DeviceId& id, const std::string& protocol, bool known) {
  note(id, (known ? "known " : "added ") + protocol);
}
void NotedDevices::removed(const plugin::DeviceId& id) { note(id, "removed"); }
void NotedDevices::reference(const plugin::DeviceId& id, const std::string& path) { note(id, "at " + path); }
void NotedDevices::command_state(const plugin::DeviceId& id, proxy::model::CommandState state,
                                 const std::string& text) {
  message = text;
  note(id, std::string(to_string(state)));
}
void NotedDevices::synced(const plugin::DeviceId& id, proxy::base::SystemTime) { note(id, "synced"); }
void NotedDevices::presence(const plugin::DeviceId& id, std::string_view word, bool) {
  presences.push_back(id.controller + "/" + id.identity + " " + std::string(word));
}

Fixture::Fixture(const std::filesystem::path& state_dir) : database(state_dir) {
  plugin::Timeouts timeouts{
      .get = 100ms, .check = 100ms, .object = 200ms, .file = 100ms, .confirm = 60ms, .max_confirm = 1s};
  timeouts.show_known = 200ms;
  timeouts.retry = {40ms, 40ms, 40ms, 40ms, 10min};
  router = std::make_unique<plugin::Router>(
      plugin::Router::Dependencies{tree, store, loop, clock, devices, {"00D09E", "/usr/share"}, timeouts});
}

Fixture::~Fixture() { router->stop(); }

bool Fixture::run_until(const std::function<bool()>& condition) { return support::run_until(loop, condition); }

std::shared_ptr<plugin::AdapterInstance> Fixture::start(Script& script, const std::string& name) {
  proxy::config::Diagnostics diagnostics;
  auto instance = router->create(section(name), *plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  if (!instance || !router->start(instance).empty()) throw std::runtime_error("does not start: " + diagnostics.text());
  return instance;
}

std::shared_ptr<plugin::AdapterInstance> Fixture::start_bad(const std::string& plugin_name) {
  auto library = plugin::AdapterLibrary::open(BAD_ADAPTERS, plugin_name);
  if (!library) throw std::runtime_error(library.error());
  proxy::config::Diagnostics diagnostics;
  auto instance = router->create(section("bad", plugin_name, "Device.X_00D09E_Bad."), *library, diagnostics);
  if (!instance) throw std::runtime_error(diagnostics.text());
  router->start(instance);
  return instance;
}

std::string Fixture::value(const std::string& path) const {
  const auto parameter = tree.find(path);
  return parameter ? std::string(tree.value(*parameter)) : "no such parameter";
}

std::string Fixture::set(const std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<model::Assignment> assignments;
  for (const auto& [path, text] : values) assignments.push_back({*tree.find(path), path, text});
  std::string outcome;
  router->apply(assignments, model::Origin::acs, [&](proxy::base::Result<model::SetStatus> result) {
    outcome = !result                                ? std::to_string(static_cast<int>(result.error().fault))
              : *result == model::SetStatus::applied ? "applied"
                                                     : "committed";
  });
  return run_until([&] { return !outcome.empty(); }) ? outcome : "no answer";
}

std::string Fixture::check(const std::string& path, const std::string& text) {
  const std::vector<model::Assignment> assignments{{*tree.find(path), path, text}};
  std::string outcome;
  router->check(assignments, [&](const std::vector<proxy::base::Error>& errors) {
    outcome = errors.empty() ? "acceptable" : std::to_string(static_cast<int>(errors.front().fault));
  });
  return run_until([&] { return !outcome.empty(); }) ? outcome : "no answer";
}

}  // namespace tests::plugin
