// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/watches.hpp"

#include "proxy/daemon/commands/replies.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::daemon {

Watches::Watches(model::Tree& tree) : Observer(tree), tree_(tree) {}

void Watches::add(std::string path, std::shared_ptr<control::Answer> answer) {
  watches_.push_back({std::move(path), std::move(answer)});
}

void Watches::value_changed(model::ParameterRef parameter, model::Origin origin) {
  if (watches_.empty()) return;
  const std::string path = tree_.path(parameter);
  watches_.remove_if([&](const Watch& watch) {
    const bool is_watched =
        path == watch.path || watch.path.empty() || (watch.path.ends_with('.') && path.starts_with(watch.path));
    if (!is_watched) return false;
    return !watch.answer->event({{"path", path}, {"value", tree_.value(parameter)}, {"by", word(origin)}});
  });
}

}  // namespace proxy::daemon
