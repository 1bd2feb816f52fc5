// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words by which the names of secrets are recognized, in envelopes as in texts that leave the machine.
// Thread: pure

#include <string_view>

namespace proxy::base {

/// Whether the text contains a word for a secret, such as "password" or "api_key": in any case, and with '-' for '_'.
bool has_secret_word(std::string_view text);

/// Whether the last part of a parameter's name is one for a secret: it has such a word, such as KeyPassphrase, or is
/// PIN.
bool sounds_secret(std::string_view parameter);

}  // namespace proxy::base
