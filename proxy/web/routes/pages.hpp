// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files of the pages: their list is made at the start, so that no path of a request reaches the file system.
// Thread: loop

#include "proxy/web/http/message.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace proxy::web {

class Pages {
 public:
  static constexpr std::size_t kMaxFiles = 200;
  static constexpr std::size_t kMaxFileBytes = 512 * 1024;

  /// Lists the files with a known ending in the folder and below it. Throws std::runtime_error without an index.html.
  explicit Pages(const std::filesystem::path& folder);

  /// "/" is index.html, "/pages/x.js" the file x.js; none for any other path. The browser asks again each time, and
  /// gets the file only if it has changed.
  std::optional<Response> find(const Request& request) const;

 private:
  struct File {
    std::filesystem::path path;
    const char* content_type;
  };

  void add(const std::filesystem::path& folder, const std::filesystem::path& file);

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace proxy::web
