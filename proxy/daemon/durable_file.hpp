// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes a file so that a loss of power leaves either the old or the new content.
// Thread: any

#include <filesystem>
#include <string_view>
#include <system_error>

namespace proxy::daemon {

/// Replaces the file by the text, readable only by its owner. If it returns no error, the new content is on the
/// storage; after an error the old content is.
std::error_code replace_file(const std::filesystem::path& path, std::string_view text);
/// Removes the file. A missing file is not an error.
std::error_code remove_file(const std::filesystem::path& path);

}  // namespace proxy::daemon
