// SPDX-License-Identifier: Apache-2.0
#pragma once
// Says which files have been written, replaced or removed, where the kernel can tell: in plain folders of this machine.
// Thread: one at a time

#include <map>
#include <string>
#include <vector>

#include "adapters/io/descriptor.hpp"

namespace adapters::file {

class ChangeWatch {
 public:
  /// Without inotify it never says anything.
  ChangeWatch();

  /// Readable when there is something to take; -1 if that is never so.
  int descriptor() const { return descriptor_.get(); }
  /// Watches the folder of the file from now on, if it is there and can be watched. To be called again now and then: a
  /// folder that leaves takes its watch with it.
  void watch(const std::string& path);
  /// The paths of what has changed in watched folders, other files of theirs included.
  std::vector<std::string> take();

 private:
  io::Descriptor descriptor_;
  std::map<int, std::string> folders_;  // by watch
};

}  // namespace adapters::file
