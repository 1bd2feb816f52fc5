// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/monitor/shown_configuration.hpp"

#include "proxy/base/visible_text.hpp"
#include "proxy/daemon/configuration/check.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::daemon {
namespace json = boost::json;

json::object shown_configuration(const Configuration& configuration) {
  json::array messages;
  const config::Diagnostics found = check(configuration.file());
  for (const config::Diagnostic& entry : found.entries()) messages.emplace_back(base::visible_text(to_string(entry)));
  return {{"file", base::visible_text(configuration.file().string())},
          {"text", configuration.text()},
          {"messages", std::move(messages)}};
}

}  // namespace proxy::daemon
