// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/read_only_source.hpp"

namespace proxy::plugin {
namespace {

base::Error read_only() { return {base::Fault::request_denied, {}, "the gateway alone changes this table"}; }

}  // namespace

void ReadOnlySource::refresh(std::span<const model::ParameterRef>, std::function<void()> done) {
  dependencies_.read_live();
  done();
}

void ReadOnlySource::check(std::span<const model::Assignment> assignments,
                           std::function<void(std::vector<base::Error>)> done) {
  done(std::vector<base::Error>(assignments.size(), read_only()));
}

void ReadOnlySource::apply(std::span<const model::Assignment>, model::Origin,
                           std::function<void(base::Result<model::SetStatus>)> done) {
  done(read_only());
}

void ReadOnlySource::add_row(model::Table&, model::Origin, std::function<void(base::Result<model::Row*>)> done) {
  done(read_only());
}

void ReadOnlySource::remove_row(model::Row&, model::Origin, std::function<void(base::Result<model::SetStatus>)> done) {
  done(read_only());
}

}  // namespace proxy::plugin
