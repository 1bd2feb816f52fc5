// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/routes/pages.hpp"

#include "proxy/config/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace proxy::web {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, const char*>, 7> kTypes{
    {{".html", "text/html; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".json", "application/json"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".webmanifest", "application/manifest+json"}}};

/// Size and time of the last change. Empty if the file is gone.
std::string entity_tag(const fs::path& file) {
  std::error_code gone;
  const auto size = fs::file_size(file, gone);
  const auto time = fs::last_write_time(file, gone);
  return gone ? "" : fmt::format("\"{:x}-{:x}\"", size, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}

}  // namespace

Pages::Pages(const fs::path& folder) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (!error) {
    for (const auto& entry : fs::recursive_directory_iterator(real, error)) {
      if (entry.is_regular_file(error) && files_.size() < kMaxFiles) add(real, entry.path());
    }
  }
  const auto index = files_.find("/pages/index.html");
  if (error || index == files_.end())
    throw std::runtime_error("the pages are not in " + folder.string() + ": pages_dir names another folder");
  files_.emplace("/", index->second);
}

void Pages::add(const fs::path& folder, const fs::path& file) {
  const std::string ending = file.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (ending == known) files_.emplace("/pages/" + file.lexically_relative(folder).generic_string(), File{file, type});
  }
}

std::optional<Response> Pages::find(const Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) return std::nullopt;
  const auto& [path, content_type] = found->second;
  const std::string tag = entity_tag(path);
  Response response{.content_type = content_type, .headers = {{"Cache-Control", "no-cache"}, {"ETag", tag}}};
  if (!tag.empty() && request.header("If-None-Match") == tag) {
    response.status = 304;
    return response;
  }
  auto file = config::read_file(path, kMaxFileBytes);
  if (!file.problem.empty()) return error_response(404, "the page cannot be read");
  response.body = std::move(file.text);
  return response;
}

}  // namespace proxy::web
