// SPDX-License-Identifier: Apache-2.0
#pragma once
// One running program: in a process group of its own, with a small environment and no descriptor of the daemon. Its
// output comes through non-blocking pipes.
// Thread: one at a time

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "adapters/io/descriptor.hpp"
#include "adapters/mapping/values/outcome.hpp"

namespace adapters::command {

using io::Descriptor;

/// A pipe whose ends are closed on exec, with numbers above those of the standard descriptors.
struct Pipe {
  Descriptor read;
  Descriptor write;
};
std::optional<Pipe> make_pipe();

struct Child {
  pid_t pid = -1;
  Descriptor output;      ///< its standard output
  Descriptor complaints;  ///< its standard error
  Descriptor ended;       ///< readable once it has ended; none on a kernel without pidfd (before 5.3)

  /// Kills the program and its process group.
  void kill() const;
  /// The status of waitpid(), once the program has ended.
  std::optional<int> reap() const;
};

/// Starts argv[0]; a name without '/' is searched in PATH. Fails with the reason if it cannot be started.
mapping::Outcome<Child> spawn(const std::vector<std::string>& argv);

}  // namespace adapters::command
