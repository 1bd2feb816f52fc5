// SPDX-License-Identifier: Apache-2.0
#include "packaging/config_schema/manual.hpp"

#include "proxy/control/command_table.hpp"
#include "proxy/control/examples.hpp"

#include <fmt/format.h>

#include <string_view>

namespace config_schema {
namespace {

/// Text of a line: a backslash, and a dot or a quote at its begin, would be a command of the page.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (character == '\\') {
      result += "\\e";
    } else if (character == '-') {
      result += "\\-";
    } else {
      result += character;
    }
  }
  if (!result.empty() && (result.front() == '.' || result.front() == '\'')) result.insert(0, "\\&");
  return result;
}

std::string_view kind_of(const Option& option) {
  switch (option.kind) {
    case Option::Kind::boolean: return "true or false";
    case Option::Kind::integer: return "a whole number";
    case Option::Kind::decimal: return "a number";
    case Option::Kind::map: return "a section";
    case Option::Kind::list: return option.children.empty() ? "a list" : "a list of sections";
    case Option::Kind::words: return "pairs of words";
    case Option::Kind::string:
    case Option::Kind::secret: break;
  }
  return "text";
}

std::string joined(std::string_view words) {
  std::string result;
  for (const char character : words) result += character == ' ' ? std::string(", ") : std::string(1, character);
  return result;
}

std::string form_of(const Option& option) {
  std::string form(kind_of(option));
  if (!option.choices.empty()) form = "one of " + joined(option.choices);
  if (option.minimum != 0 || option.maximum != 0)
    form += fmt::format(" from {:.15g} to {:.15g}", option.minimum, option.maximum);
  if (!option.unit.empty()) form += fmt::format(", in {}", option.unit);
  if (option.required) form += "; required";
  if (option.default_value) {
    form += option.default_value->empty() ? "; default: empty" : fmt::format("; default: {}", *option.default_value);
  }
  return form;
}

void add_options(std::string& page, std::span<const Option> options, const std::string& prefix) {
  for (const Option& option : options) {
    const std::string key = prefix + std::string(option.key);
    page += ".TP\n.B " + escaped(key) + "\n" + escaped(option.meaning) + "\n(" + escaped(form_of(option)) + ")\n";
    add_options(page, option.children, key + (option.kind == Option::Kind::list ? "[]." : "."));
  }
}

}  // namespace

std::string configuration_page(std::span<const AdapterKeys> adapters) {
  std::string page =
      ".\\\" Generated from the tables of keys; not to be edited.\n"
      ".TH TR069\\-PROXY.YAML 5 \"\" \"tr069\\-proxy " PROJECT_VERSION
      "\" \"tr069\\-proxy\"\n"
      ".SH NAME\ntr069\\-proxy.yaml \\- configuration of tr069\\-proxyd\n"
      ".SH SYNOPSIS\n.I /etc/tr069\\-proxy/tr069\\-proxy.yaml\n"
      ".SH DESCRIPTION\n"
      "The file says who the gateway is at the ACS of an operator, how it reaches that ACS, and which adapters show\n"
      "devices. It is YAML; a key that is not listed here is an error. After a change,\n.B tr069\\-proxyd "
      "\\-\\-check\\-config\n"
      "prints every error with its position, and\n.B tr069\\-proxyctl reload\nuses the new file.\n"
      ".PP\nA value may come from elsewhere:\n.B !env\n.I NAME\nfrom a variable of the environment,\n.B !file\n.I "
      "PATH\n"
      "from a file,\n.B !secret\n.I NAME\nfrom the file secrets.yaml in the same folder.\n"
      ".SH KEYS\n";
  add_options(page, proxy::config::daemon_options(), "");
  for (const AdapterKeys& adapter : adapters) {
    page += ".SH KEYS OF AN ADAPTER WITH plugin: " + escaped(adapter.plugin) + "\n";
    add_options(page, adapter.options, "adapters[].");
  }
  page +=
      ".SH FILES\n.TP\n.I /usr/share/doc/tr069\\-proxy/README.md\nThe same keys with explanations.\n"
      ".TP\n.I /usr/share/doc/tr069\\-proxy/examples\nConfigurations to copy.\n"
      ".TP\n.I /usr/share/tr069\\-proxy/profiles\nProfiles of bridges and firmwares.\n"
      ".SH SEE ALSO\n.BR tr069\\-proxyd (8),\n.BR tr069\\-proxyctl (1)\n";
  return page;
}

namespace {

std::string examples() {
  std::string text = ".SH EXAMPLES\n.nf\n";
  for (const proxy::control::Example& example : proxy::control::kExamples) {
    // A quote of the shell, not of a text.
    for (const char character : escaped(example.lines)) text += character == '\'' ? "\\(aq" : std::string(1, character);
    text += "\n";
  }
  return text + ".fi\n";
}

}  // namespace

std::string control_page() {
  std::string page =
      ".\\\" Generated from the table of commands; not to be edited.\n"
      ".TH TR069\\-PROXYCTL 1 \"\" \"tr069\\-proxy " PROJECT_VERSION
      "\" \"tr069\\-proxy\"\n"
      ".SH NAME\ntr069\\-proxyctl \\- control a running tr069\\-proxyd\n"
      ".SH SYNOPSIS\n.B tr069\\-proxyctl\n[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n"
      ".SH DESCRIPTION\nSends one request to the daemon and prints the reply. The control socket is open to root, to "
      "the\n"
      "user of the daemon and to the members of the group that the key control_group names.\n"
      ".B tr069\\-proxyctl\n.I COMMAND\n.B \\-\\-help\nshows the options of a command.\n"
      ".SH OPTIONS\n.TP\n.BI \\-\\-socket \" PATH\"\nthe control socket of the daemon\n"
      ".TP\n.B \\-\\-json\nprint the reply as JSON\n.TP\n.B \\-\\-version\nprint the version\n"
      ".TP\n.B \\-\\-help\nprint the options and commands\n"
      ".SH COMMANDS\n";
  for (const proxy::control::CommandRow& row : proxy::control::kCommands) {
    page += ".TP\n.B " + escaped(row.name) + "\n";
    if (*row.arguments != '\0') page += "(\\fI" + escaped(row.arguments) + "\\fR) ";
    page += escaped(row.help) + "\n";
    if (const std::string_view notes = proxy::control::notes_of(row.name); !notes.empty())
      page += ".br\n" + escaped(notes) + "\n";
  }
  page +=
      ".TP\n.B init\nwrite a first configuration; no daemon has to run\n"
      ".TP\n.B diag\n(\\fIFILE\\fR) write a support bundle: what the daemon knows and facts of the machine, without "
      "secrets\n" +
      examples() +
      ".SH EXIT STATUS\n0: done. 1: the daemon rejects the request. 2: no daemon, or wrong usage. 3: the command has "
      "found\n"
      "problems.\n.SH SEE ALSO\n.BR tr069\\-proxyd (8),\n.BR tr069\\-proxy.yaml (5)\n";
  return page;
}

}  // namespace config_schema
