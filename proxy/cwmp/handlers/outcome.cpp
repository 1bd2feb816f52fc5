// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/outcome.hpp"

#include "proxy/model/matches.hpp"
#include "proxy/model/path.hpp"
#include "proxy/model/tree/name_hint.hpp"
#include "proxy/model/value.hpp"

#include <utility>

namespace proxy::cwmp {
namespace {

bool is_too_long(std::string_view path) {
  return path.size() > model::kMaxPathLength && model::characters(path) > model::kMaxPathLength;
}

/// With the path shortened, as it stands in the answer.
base::Error too_long(std::string_view path) {
  return {base::Fault::invalid_parameter_name, model::legal_text(path.substr(0, 32)),
          "the path is longer than 256 characters"};
}

}  // namespace

Outcome refusal(const EffectResult& result) {
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

base::Result<model::Selection> select(const model::Tree& tree, std::string_view path) {
  if (is_too_long(path)) return too_long(path);
  return tree.select(path);
}

base::Result<model::Selection> select_with_wildcards(const model::Tree& tree, std::string_view path) {
  if (is_too_long(path)) return too_long(path);
  return model::select_all(tree, path);
}

base::Error with_hint(base::Error error, const model::Tree& tree, std::string_view path) {
  if (const std::string hint = model::name_hint(tree, path); !hint.empty())
    error.detail.append(error.detail.empty() ? "" : "; ").append(hint);
  return error;
}

Fault unknown_name(const base::Error& error, const model::Tree& tree, std::string_view path) {
  return to_fault(with_hint(error, tree, path));
}

base::Result<std::vector<model::Selection>> select_with_wildcards(const model::Tree& tree,
                                                                  const std::vector<std::string>& paths) {
  std::vector<model::Selection> selections;
  for (const std::string& path : paths) {
    auto selection = select_with_wildcards(tree, path);
    if (!selection) return with_hint(selection.error(), tree, path);
    selections.push_back(std::move(*selection));
  }
  return selections;
}

}  // namespace proxy::cwmp
