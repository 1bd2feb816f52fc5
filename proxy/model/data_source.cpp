// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/data_source.hpp"

#include <cstddef>
#include <memory>

namespace proxy::model {

ParametersBySource by_source(std::span<const ParameterRef> parameters) {
  ParametersBySource groups;
  for (const ParameterRef parameter : parameters) {
    if (DataSource* const source = parameter.info().source) groups[source].push_back(parameter);
  }
  return groups;
}

void refresh_all(std::span<const ParameterRef> parameters, std::function<void()> done) {
  const ParametersBySource groups = by_source(parameters);
  const auto left = std::make_shared<std::size_t>(groups.size() + 1);
  const std::function<void()> one_done = [left, done = std::move(done)] {
    if (--*left == 0) done();
  };
  for (const auto& [source, of_source] : groups) source->refresh(of_source, one_done);
  one_done();
}

}  // namespace proxy::model
