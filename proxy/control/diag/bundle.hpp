// SPDX-License-Identifier: Apache-2.0
#pragma once
// A support bundle in the making: a folder of text files without secrets, which becomes one archive.
// Thread: any, blocking

#include <boost/json/value.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::control {

class Bundle {
 public:
  /// Makes the folder `name` in a new folder of $TMPDIR or /tmp, for this user alone. Throws std::system_error.
  explicit Bundle(std::string name);
  ~Bundle();
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;

  /// Adds a file; what looks like a secret is masked. Throws std::runtime_error if it cannot be written.
  void add(const std::string& file, std::string_view text);
  /// The same for JSON, with one entry of a list on each line.
  void add(const std::string& file, boost::json::value value);
  /// Notes what is not in the bundle.
  void miss(const std::string& what, const std::string& reason);
  const std::vector<std::string>& missing() const { return missing_; }

  /// Writes README.txt with what is missing, and the new archive with mode 0600. Throws std::runtime_error.
  void pack(const std::filesystem::path& archive);

 private:
  void write(const std::string& file, std::string_view text) const;

  const std::string name_;
  std::filesystem::path above_;  ///< the folder of the folder
  std::vector<std::string> missing_;
};

}  // namespace proxy::control
