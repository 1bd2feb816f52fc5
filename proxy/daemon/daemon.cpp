// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/daemon.hpp"

#include "proxy/base/log.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/config/loader.hpp"
#include "proxy/config/vendor_config.hpp"
#include "proxy/control/client.hpp"
#include "proxy/daemon/application.hpp"
#include "proxy/daemon/configuration/adapter_set.hpp"
#include "proxy/daemon/configuration/check.hpp"
#include "proxy/daemon/core_dumps.hpp"
#include "proxy/daemon/factory_reset.hpp"

#include <boost/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iterator>
#include <ostream>
#include <system_error>
#include <utility>

namespace proxy::daemon {
namespace {

void throw_if_failed(const config::Diagnostics& diagnostics) {
  if (diagnostics.failed()) throw ConfigurationError(diagnostics.text());
}

}  // namespace

void check_config(const std::filesystem::path& file, Warnings warnings, std::ostream& out) {
  const config::Diagnostics found = check(file);
  throw_if_failed(found);
  if (warnings == Warnings::errors && !found.entries().empty())
    throw ConfigurationError(found.text() + file.string() + ": with --strict, warnings are errors\n");
  out << base::visible_lines(found.text()) << base::visible_text(file.string()) << ": no errors\n";
}

void show_config(const std::filesystem::path& file, std::ostream& out) {
  config::LoadResult loaded = config::load(file);
  throw_if_failed(loaded.diagnostics);
  config::Downloaded downloaded = config::load_downloaded(loaded.config, file);
  std::vector<config::AdapterSection> sections = loaded.config.adapters;
  std::ranges::move(downloaded.adapters, std::back_inserter(sections));
  const auto marked = with_marked_secrets(loaded.config, sections, loaded.diagnostics);
  out << config::shown_configuration(loaded.config, downloaded, marked);
}

std::string model_document(const std::filesystem::path& file, const std::string& which) {
  constexpr std::chrono::seconds kTimeout{30};
  const config::LoadResult loaded = config::load(file);
  throw_if_failed(loaded.diagnostics);
  const boost::json::object reply =
      control::ask(loaded.config.control_socket, {"data-model", {which}}, kTimeout, [](const boost::json::value&) {});
  if (const auto* error = reply.if_contains("error"))
    throw std::runtime_error(std::string(error->at("message").as_string()));
  return std::string(reply.at("result").at("document").as_string());
}

std::unique_ptr<Application> build(const std::filesystem::path& file, const base::Clock& clock) {
  allow_core_dumps(false);  // before the first secret is read
  config::LoadResult loaded = config::load(file);
  throw_if_failed(loaded.diagnostics);
  allow_core_dumps(loaded.config.core_dumps);
  base::log::configure(loaded.config.log);
  const bool was_reset = carry_out_factory_reset(loaded.config);
  auto application = std::make_unique<Application>(std::move(loaded.config), file, clock, loaded.diagnostics);
  throw_if_failed(loaded.diagnostics);
  if (was_reset) application->follows_factory_reset();
  for (const config::Diagnostic& warning : loaded.diagnostics.entries())
    base::log::warning("daemon.configuration.warning", "{}", to_string(warning));
  return application;
}

End run(const std::filesystem::path& file) {
  const base::RealClock clock;
  return build(file, clock)->run();
}

void start_again(char** arguments) {
  ::execv("/proc/self/exe", arguments);
  throw std::system_error(errno, std::generic_category(), "cannot start again");
}

}  // namespace proxy::daemon
