// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log/modules.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/visible_text.hpp"

#include <functional>
#include <set>

namespace proxy::base::log {

std::string wrong_module(std::string_view word, std::span<const AdapterNames> adapters) {
  std::set<std::string_view> known(kModules.begin(), kModules.end());
  for (const AdapterNames& adapter : adapters) known.insert({adapter.name, adapter.plugin});
  known.erase(std::string_view());  // an adapter without a name, which is another mistake
  if (known.contains(word)) return {};
  const std::string wrong = fmt::format("unknown module \"{}\"; ", visible_text(word));
  const std::string_view* meant = nearest_word(word, known, std::identity());
  if (meant != nullptr) return wrong + fmt::format("did you mean \"{}\"?", *meant);
  return wrong + fmt::format("it must be one of {}", fmt::join(known, ", "));
}

}  // namespace proxy::base::log
