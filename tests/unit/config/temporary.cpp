// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/config/temporary.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

Temporary::Temporary() {
  auto name = (std::filesystem::temp_directory_path() / "config_test.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path = name;
}

Temporary::~Temporary() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

std::filesystem::path Temporary::write(std::string_view name, std::string_view text) const {
  const auto file = path / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return file;
}

proxy::config::LoadResult Temporary::load(std::string_view more) const {
  return proxy::config::load(write("main.yaml", std::string(kRequired).append(more)));
}

std::string Temporary::text(const proxy::config::LoadResult& result) const {
  return replaced(result.diagnostics.text(), path.string() + "/", "");
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}
