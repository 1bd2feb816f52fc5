// SPDX-License-Identifier: Apache-2.0
#pragma once
// Examples and notes for the help of tr069-proxyctl's commands.
// Thread: pure

#include <algorithm>
#include <array>
#include <string_view>

namespace proxy::control {

struct Example {
  std::string_view command;
  const char* lines;
  const char* notes = "";  ///< sentences, a line each
};

inline constexpr std::array kExamples{
    Example{"status",
            "  tr069-proxyctl status\n"
            "  tr069-proxyctl status --check || echo 'not all is well'"},
    Example{"tree",
            "  tr069-proxyctl tree\n"
            "  tr069-proxyctl tree kitchen/plug\n"
            "  tr069-proxyctl tree Device.DeviceInfo.\n"
            "  tr069-proxyctl tree --color=always | less -R\n"
            "  tr069-proxyctl tree | grep writable"},
    Example{"children",
            "  tr069-proxyctl children Device.\n"
            "  tr069-proxyctl children Device.X_00D09E_ProxiedDevice.\n"
            "  tr069-proxyctl children kitchen/plug"},
    Example{"get",
            "  tr069-proxyctl get kitchen/plug\n"
            "  tr069-proxyctl get '*plug' Power\n"
            "  tr069-proxyctl get Device.ManagementServer.URL\n"
            "  tr069-proxyctl get 'Device.X_00D09E_ProxiedDevice.*.Name'"},
    Example{
        "set",
        "  tr069-proxyctl set kitchen/plug Switch on\n"
        "  tr069-proxyctl set hall/thermostat Setpoint 21.5\n"
        "  tr069-proxyctl set hall/display Text 'Back at 5'\n"
        "  tr069-proxyctl set hall/display Text ''\n"
        "  tr069-proxyctl set Device.ManagementServer.PeriodicInformInterval 3600",
        "VALUE is set as it is typed. The type of the parameter decides what it means: 21 and true are texts where a\n"
        "text is set. A boolean takes on, off, yes and no, too. In quotes of the shell a text may have spaces, and be\n"
        "empty. A text that is the name of an option, such as --json, stands behind --."},
    Example{"devices",
            "  tr069-proxyctl devices\n"
            "  tr069-proxyctl --json devices"},
    Example{"adapters", "  tr069-proxyctl adapters"},
    Example{"events", "  tr069-proxyctl events"},
    Example{"inform", "  tr069-proxyctl inform"},
    Example{"download",
            "  tr069-proxyctl download '3 Vendor Configuration File' https://files.example.com/adapters.yaml"},
    Example{"watch",
            "  tr069-proxyctl watch kitchen/plug\n"
            "  tr069-proxyctl watch kitchen/plug Power\n"
            "  tr069-proxyctl watch Device.X_00D09E_ProxiedDevice."},
    Example{"reload", "  tr069-proxyd --config my.yaml --check-config && tr069-proxyctl reload"},
    Example{"explain",
            "  tr069-proxyctl explain --topic zigbee2mqtt/kitchen --payload '{\"temperature\": 21.4}'\n"
            "  tr069-proxyctl explain --config my.yaml --topic weather/roof --payload - < message.json"},
    Example{"problems", "  tr069-proxyctl problems && echo 'nothing is wrong'"},
    Example{"sessions",
            "  tr069-proxyctl sessions 5\n"
            "  tr069-proxyctl sessions 1 -v"},
    Example{"metrics", "  tr069-proxyctl metrics | grep tr069_proxy_sessions"},
    Example{"config", "  tr069-proxyctl config"},
    Example{"data-model",
            "  tr069-proxyctl data-model > device-type.xml\n"
            "  tr069-proxyctl data-model model > data-model.xml"},
    Example{"log",
            "  tr069-proxyctl log acs debug\n"
            "  tr069-proxyctl log follow"},
    Example{"diag",
            "  tr069-proxyctl diag\n"
            "  tr069-proxyctl diag bundle.tar.gz --config my.yaml"},
    Example{
        "init",
        "  tr069-proxyctl init my.yaml\n"
        "  tr069-proxyctl init my.yaml --broker mqtt://broker.lan --profile zigbee2mqtt --acs http://acs.example.com/"},
};

/// Lines of the shell; "" if there are none.
constexpr std::string_view examples_of(std::string_view command) {
  const auto found = std::ranges::find(kExamples, command, &Example::command);
  return found == kExamples.end() ? std::string_view() : found->lines;
}

/// What is to be known besides the line of command_table.hpp; "" if there is nothing.
constexpr std::string_view notes_of(std::string_view command) {
  const auto found = std::ranges::find(kExamples, command, &Example::command);
  return found == kExamples.end() ? std::string_view() : found->notes;
}

}  // namespace proxy::control
