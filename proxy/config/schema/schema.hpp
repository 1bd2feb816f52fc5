// SPDX-License-Identifier: Apache-2.0
#pragma once
// One row a configuration key: the same form for the daemon's own keys and for those that an adapter brings (struct
// adapter_option of adapters/sdk/adapter_abi.h), checked by the same function.
// Thread: any

#include "proxy/config/diagnostic.hpp"
#include "proxy/config/yaml/node.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace proxy::config {

/// What a key takes. The texts live as long as the table does.
struct Option {
  enum class Kind : std::uint8_t {
    string,   ///< any scalar, as it is written
    boolean,  ///< true or false, without quotes
    integer,  ///< decimal, without quotes; minimum and maximum hold
    decimal,  ///< likewise, with a fraction if wanted
    map,      ///< a map whose keys are the children
    list,     ///< a list of such maps, or of scalars if there are no children
    words,    ///< a map of any scalar keys to scalars
    secret,   ///< a string that is nobody's to read: never quoted, and masked where the configuration is shown
  };

  std::string_view key;
  Kind kind = Kind::string;
  bool required = false;
  std::optional<std::string_view> default_value = {};  ///< what applies when the key is absent
  double minimum = 0, maximum = 0;                     ///< no bound where both are 0
  std::string_view unit = {};                          ///< "s", "ms", "bytes"
  std::string_view choices = {};                       ///< the words allowed, separated by one space; empty for any
  std::string_view meaning = {};                       ///< one sentence for the reference
  std::span<const Option> children = {};
  bool more_keys = false;  ///< of a map or list of maps: keys without a row are left to another reader
};

/// All keys of the configuration file.
std::span<const Option> daemon_options();
/// What an entry of `adapters` has besides the adapter's own keys.
std::span<const Option> adapter_options();

/// What a downloaded vendor configuration file may hold (vendor_config.hpp).
std::span<const Option> downloaded_options();

/// Marks as secret what the rows say is one, in the map at `root`.
void mark_secrets(Nodes& nodes, std::uint32_t root, std::span<const Option> options);

/// Checks the map at `root` against the rows: unknown keys (with the nearest known one), kinds, ranges, choices and
/// missing required keys. `path` stands before the keys in messages: "adapters[0]".
void validate(const Nodes& nodes, std::uint32_t root, std::span<const Option> options, Diagnostics& diagnostics,
              std::string_view path = {});

}  // namespace proxy::config
