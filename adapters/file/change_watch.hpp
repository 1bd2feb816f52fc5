// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reports which files have been written, replaced or removed, by inotify: in plain folders of this machine.
// Thread: one at a time

#include <map>
#include <string>
#include <vector>

#include "adapters/io/descriptor.hpp"

namespace adapters::file {

class ChangeWatch {
 public:
  /// Without inotify it never reports anything.
  ChangeWatch();

  /// Readable when take() has a path; -1 without inotify.
  int descriptor() const { return descriptor_.get(); }
  /// Watches the folder of the file from now on, if it exists and can be watched. Call it again with each poll: a
  /// removed folder loses its watch.
  void watch(const std::string& path);
  /// The paths of all changed files in the watched folders, including files without a watch.
  std::vector<std::string> take();

 private:
  io::Descriptor descriptor_;
  std::map<int, std::string> folders_;  // by watch
};

}  // namespace adapters::file
