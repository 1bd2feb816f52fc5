// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/proc_file.hpp"

#include <cstddef>
#include <cstdio>
#include <memory>

namespace proxy::gateway {
namespace {

constexpr std::size_t kMaxSize = std::size_t{64} << 10;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::string read_proc_file(const char* path) {
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path, "re"));
  if (!file) return {};
  std::string text(kMaxSize, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  text.shrink_to_fit();
  return text;
}

}  // namespace proxy::gateway
