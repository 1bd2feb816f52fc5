// SPDX-License-Identifier: Apache-2.0
#pragma once
// An envelope as a person may read it: without passwords and other secrets.
// Spec: TR-069 Amendment 6, A.3.2.1 (ParameterValueStruct), A.3.2.8 (URL and Password of a transfer)
// Thread: pure

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace proxy::cwmp {

/// `text` is an envelope of `size` bytes, or its beginning; what is not shown whole ends with the size. "***" stands
/// for the value of a parameter whose name is secret, for each Password, and for user name, password and query of each
/// URL. The text is not trusted: what cannot be parsed is left out.
std::string masked_envelope(std::string_view text, std::uint64_t size,
                            const std::function<bool(const std::string& name)>& is_secret);

}  // namespace proxy::cwmp
