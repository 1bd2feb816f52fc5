// SPDX-License-Identifier: Apache-2.0
// Shows the tree as people see it on a terminal: when it is one, its lines, and its colours.
#include "proxy/control/tree_text.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace proxy::control;

namespace {

boost::json::array parameters(std::string_view text) { return boost::json::parse(text).as_array(); }

const boost::json::array kDevice = parameters(R"([
  {"path":"Device.Info.Maker","value":"Acme","type":"string","writable":false},
  {"path":"Device.Plug.1.Name","value":"kitchen","type":"string","writable":true},
  {"path":"Device.Plug.1.On","value":"true","type":"boolean","writable":true,"notification":2},
  {"path":"Device.Plug.2.Name","value":"hall"},
  {"path":"Device.PlugNumberOfEntries","value":"2"}])");

}  // namespace

TEST_CASE("a tree has one line for each object and parameter, rows with their names", "[tree]") {
  CHECK(tree_text(kDevice, false) ==
        "Device.\n"
        "├─ Info.\n"
        "│  └─ Maker = Acme  (string)\n"
        "├─ Plug.\n"
        "│  ├─ 1.  kitchen\n"
        "│  │  ├─ Name = kitchen  (string, writable)\n"
        "│  │  └─ On = true  (boolean, writable, active)\n"
        "│  └─ 2.  hall\n"
        "│     └─ Name = hall\n"
        "└─ PlugNumberOfEntries = 2\n");
}

TEST_CASE("what all parameters have in common is one line", "[tree]") {
  CHECK(tree_text(parameters(R"([{"path":"Device.A.B.C","value":"1"},{"path":"Device.A.B.D","value":"2"}])"), false) ==
        "Device.A.B.\n├─ C = 1\n└─ D = 2\n");
  CHECK(tree_text({}, false) == "none\n");
}

TEST_CASE("colours tell objects from what can be set, and a name does not act on the terminal", "[tree]") {
  const std::string text = tree_text(
      parameters(
          R"([{"path":"Device.A","value":"1","type":"int","writable":true},{"path":"Device.1.Name","value":"\u001b[2J"}])"),
      true);
  CHECK(text ==
        "\x1b[1;34mDevice.\x1b[0m\n"
        "\x1b[2m├─ \x1b[0m\x1b[33mA\x1b[0m = 1  (int, writable)\n"
        "\x1b[2m└─ \x1b[0m\x1b[1;34m1.\x1b[0m  \\x1b[2J\n"
        "\x1b[2m   └─ \x1b[0mName = \\x1b[2J\n");
}

TEST_CASE("a terminal gets a tree with colours, a pipe gets lines, and NO_COLOR and --color decide", "[tree]") {
  const auto style = [](Color color, bool is_terminal, const char* no_color) {
    const TreeStyle chosen = tree_style(color, is_terminal, no_color);
    return std::string(chosen.is_tree ? "tree" : "lines") + (chosen.has_colors ? " with colours" : "");
  };
  CHECK(style(Color::automatic, true, nullptr) == "tree with colours");
  CHECK(style(Color::automatic, true, "") == "tree with colours");
  CHECK(style(Color::automatic, true, "1") == "tree");
  CHECK(style(Color::automatic, false, nullptr) == "lines");
  CHECK(style(Color::always, false, "1") == "tree with colours");
  CHECK(style(Color::never, true, nullptr) == "tree");
  CHECK(style(Color::never, false, nullptr) == "lines");
}
