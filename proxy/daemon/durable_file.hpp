// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file that is there as a whole or not at all, whenever the power goes.
// Thread: any

#include <filesystem>
#include <string_view>
#include <system_error>

namespace proxy::daemon {

/// Puts the text in place of the file, for its owner alone to read. Once it returns no error it is on the flash; after
/// an error the old one is.
std::error_code replace_file(const std::filesystem::path& path, std::string_view text);
/// No error if there is none.
std::error_code remove_file(const std::filesystem::path& path);

}  // namespace proxy::daemon
