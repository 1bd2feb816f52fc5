// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a handler makes of a request: the answer, or something to be done before there is one.
// Thread: pure

#include "proxy/cwmp/effect.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/version.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace proxy::cwmp {

using Outcome = std::variant<Response, Fault, Effect>;

/// What holds for the session of a request.
struct Terms {
  Version version = Version::v1_4;  ///< the one agreed on
  bool lenient_types = true;        ///< a set accepts xsd:string for a parameter of another type, by its text
};

/// One of the responses, or of the effects, as an outcome; built in its place.
template <class T>
Outcome answer(T response) {
  return Outcome(std::in_place_type<Response>, std::move(response));
}
template <class T>
Outcome ask_for(T effect) {
  return Outcome(std::in_place_type<Effect>, std::move(effect));
}

/// What answers a result that no driver should give for the effect asked for: the defect is ours.
inline Fault wrong_result() {
  return to_fault({base::Fault::internal_error, "", "the effect has an unexpected result"});
}

/// What answers a result other than success: the first reason of a refusal, or a defect of ours.
Outcome refusal(const EffectResult& result);
/// The empty response R once the effect is done; else refusal().
template <class R>
Outcome answer_done(const EffectResult& result) {
  return std::holds_alternative<Done>(result) ? answer(R{}) : refusal(result);
}

/// What a path argument names; 9005 also for one that is too long to name anything, and for wildcards.
base::Result<model::Selection> select(const model::Tree& tree, std::string_view path);
/// The same where wildcards may stand in place of instance identifiers.
base::Result<model::Selection> select_with_wildcards(const model::Tree& tree, std::string_view path);
base::Result<std::vector<model::Selection>> select_with_wildcards(const model::Tree& tree,
                                                                  const std::vector<std::string>& paths);

/// Adds the name that a path which names nothing may have meant. Costs a pass over the names of one row.
base::Error with_hint(base::Error error, const model::Tree& tree, std::string_view path);
/// The fault for such a path, with the hint.
Fault unknown_name(const base::Error& error, const model::Tree& tree, std::string_view path);

}  // namespace proxy::cwmp
