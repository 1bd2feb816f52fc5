// SPDX-License-Identifier: Apache-2.0
#pragma once
// A folder below the system's temporary one that lives as long as its object.
// Thread: any

#include <filesystem>
#include <string>
#include <string_view>

namespace tests::support {

class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(std::string_view name) const { return (path_ / name).string(); }

  // Writes a file into the folder and returns its full path.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

// The whole text of a file; throws std::runtime_error when it cannot be read.
std::string read_text(const std::filesystem::path& path);

}  // namespace tests::support
