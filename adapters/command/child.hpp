// SPDX-License-Identifier: Apache-2.0
#pragma once
// One running program: in a process group of its own, with nothing of ours but a small environment, its output on
// pipes that do not block.
// Thread: one at a time

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "adapters/io/descriptor.hpp"
#include "adapters/mapping/values/outcome.hpp"

namespace adapters::command {

using io::Descriptor;

/// A pipe whose ends are closed in every program, and out of the way of the descriptors that a program begins with.
struct Pipe {
  Descriptor read;
  Descriptor write;
};
std::optional<Pipe> make_pipe();

struct Child {
  pid_t pid = -1;
  Descriptor output;      ///< its standard output
  Descriptor complaints;  ///< its standard error
  Descriptor ended;       ///< readable once it has ended; none on a kernel that has no such descriptors (before 5.3)

  /// Ends it and all that is in its group.
  void kill() const;
  /// Its status as of waitpid(), once it has ended.
  std::optional<int> reap() const;
};

/// Runs argv[0]; a name without '/' is looked up in PATH. Why not, if it cannot be run.
mapping::Outcome<Child> spawn(const std::vector<std::string>& argv);

}  // namespace adapters::command
