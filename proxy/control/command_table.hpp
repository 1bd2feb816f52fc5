// SPDX-License-Identifier: Apache-2.0
#pragma once
// The commands of tr069-proxyctl: one row each. tr069-proxyctl makes its command line of them, and the daemon checks
// the number of arguments with them, and what the monitor socket may carry out.
// Thread: pure

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace proxy::control {

/// What a command does to the gateway, the least first. The monitor socket carries out `read`, and `set` where
/// `monitor.allow_set` is true.
enum class Access : std::uint8_t { read, set, manage };

struct CommandRow {
  const char* name;
  const char* help;       ///< what the command does, for --help
  const char* arguments;  ///< the names of the arguments, for --help: "PATH VALUE"
  std::size_t min_arguments, max_arguments;
  Access access;
};

inline constexpr std::array kCommands{
    CommandRow{"status",
               "show whether all is well, the last and the next session; --check: exit code 3 if not all is well", "",
               0, 0, Access::read},
    CommandRow{"tree", "show every parameter at or below PATH, or of a device or its CAPABILITY, with type and access",
               "PATH|DEVICE CAPABILITY", 0, 2, Access::read},
    CommandRow{"children", "show what is one level below OBJECT or a device: parameters, and objects with their names",
               "OBJECT|DEVICE", 1, 1, Access::read},
    CommandRow{"get", "show the values at or below PATH, or of a device or its CAPABILITY", "PATH|DEVICE CAPABILITY", 1,
               2, Access::read},
    CommandRow{"set", "set the parameter PATH, or the CAPABILITY of a device, to VALUE: kitchen/plug Switch on",
               "PATH|DEVICE CAPABILITY VALUE", 2, 3, Access::set},
    CommandRow{"devices", "show the devices: kind, online, last contact, battery, link", "", 0, 0, Access::read},
    CommandRow{"adapters", "show the adapters and their counters", "", 0, 0, Access::read},
    CommandRow{"events", "show the events that the next Inform sends", "", 0, 0, Access::read},
    CommandRow{"inform", "start a session with the ACS now", "", 0, 0, Access::manage},
    CommandRow{"download", "download the file URL of type FILETYPE (\"3 Vendor Configuration File\")", "FILETYPE URL",
               2, 2, Access::manage},
    CommandRow{"watch", "print each change at or below PATH, or of a device or its CAPABILITY, until interrupted",
               "PATH|DEVICE CAPABILITY", 0, 2, Access::read},
    CommandRow{"reload", "reload the configuration", "", 0, 0, Access::manage},
    // Its arguments are options on the command line: explain.hpp.
    CommandRow{"explain", "show what a message would set, and why not", "", 2, 3, Access::read},
    CommandRow{"problems", "show what is failing, skipped or rejected, the worst first; exit code 3 if there is any",
               "", 0, 0, Access::read},
    CommandRow{
        "sessions",
        "show the last sessions with the ACS: at most COUNT, those after NUMBER; -v: the envelopes, too, which are "
        "kept while the level of acs is debug",
        "COUNT NUMBER", 0, 2, Access::read},
    CommandRow{"metrics", "show counters and gauges, as Prometheus gets them of tr069-proxy-web", "", 0, 0,
               Access::read},
    CommandRow{"config", "show the configuration in effect, secrets masked, and the errors and warnings of its files",
               "", 0, 0, Access::read},
    CommandRow{"data-model",
               "print the document that describes the tree as it is: the device type (instance), or the data model of "
               "the vendor that it imports (model)",
               "instance|model", 0, 1, Access::read},
    // With a level it manages: access_of().
    CommandRow{"log",
               "show the levels and the recent lines of the log; follow: print new lines until interrupted; LEVEL, or "
               "MODULE LEVEL: set a level until the next reload or restart",
               "follow|LEVEL|MODULE LEVEL", 0, 2, Access::read},
};

/// What a request with these arguments does to the gateway.
inline Access access_of(const CommandRow& row, std::span<const std::string> arguments) {
  const bool only_reads = arguments.empty() || (arguments.size() == 1 && arguments.front() == "follow");
  return std::string_view(row.name) == "log" && !only_reads ? Access::manage : row.access;
}

}  // namespace proxy::control
