// SPDX-License-Identifier: Apache-2.0
#pragma once
// One row for each configuration key. The daemon's own keys and those of an adapter (struct adapter_option of
// adapters/sdk/adapter_abi.h) have the same form and are checked by the same function.
// Thread: any

#include "proxy/config/diagnostic.hpp"
#include "proxy/config/yaml/node.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace proxy::config {

/// One key. The texts live as long as the table.
struct Option {
  enum class Kind : std::uint8_t {
    string,   ///< any scalar, as it is written
    boolean,  ///< true or false, without quotes
    integer,  ///< decimal, without quotes; minimum and maximum hold
    decimal,  ///< decimal, without quotes, a fraction is allowed; minimum and maximum hold
    map,      ///< a map whose keys are the children
    list,     ///< a list of maps with the children as keys, or of scalars if there are no children
    words,    ///< a map of any scalar keys to scalars
    secret,   ///< a string that is never shown in messages, and masked in an uploaded configuration
  };

  std::string_view key;
  Kind kind = Kind::string;
  bool required = false;
  std::optional<std::string_view> default_value = {};  ///< the value if the key is absent
  double minimum = 0, maximum = 0;                     ///< both 0: no limits
  std::string_view unit = {};                          ///< "s", "ms", "bytes"
  std::string_view choices = {};                       ///< the allowed words, separated by one space; empty: any;
                                                       ///< of a list or a map of words: for each of its values
  std::string_view meaning = {};                       ///< one sentence for the reference
  std::span<const Option> children = {};
  bool more_keys = false;  ///< for a map or list of maps: keys without a row are allowed, another reader checks them
};

/// All keys of the configuration file.
std::span<const Option> daemon_options();
/// The keys of an entry of `adapters`, without the adapter's own keys.
std::span<const Option> adapter_options();

/// The keys of a downloaded vendor configuration file (vendor_config.hpp).
std::span<const Option> downloaded_options();

/// Marks the values of secret keys in the map at `root`.
void mark_secrets(Nodes& nodes, std::uint32_t root, std::span<const Option> options);
/// Warns, once for each file, of a secret that is written in a file which all users can read. Not of one from a tag,
/// and not of one that mark_secrets() has marked before.
void warn_of_readable_secrets(const Nodes& nodes, std::uint32_t root, std::span<const Option> options,
                              Diagnostics& diagnostics);

/// Checks the map at `root` against the rows: unknown keys (with the nearest known one), kinds, ranges, choices and
/// missing required keys. `path` is the prefix of the keys in messages: "adapters[0]".
void validate(const Nodes& nodes, std::uint32_t root, std::span<const Option> options, Diagnostics& diagnostics,
              std::string_view path = {});

}  // namespace proxy::config
