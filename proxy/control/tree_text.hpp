// SPDX-License-Identifier: Apache-2.0
#pragma once
// Prints the reply to `tree` as a tree for people, on a terminal. A pipe gets the lines of to_text(), for grep.
// Thread: pure

#include <boost/json/array.hpp>

#include <cstdint>
#include <string>

namespace proxy::control {

enum class Color : std::uint8_t { automatic, always, never };

struct TreeStyle {
  bool is_tree = false;
  bool has_colors = false;
};

/// `no_color`: the environment variable NO_COLOR, null if it is not set; one that is empty counts as not set.
/// Spec: no-color.org
TreeStyle tree_style(Color color, bool is_terminal, const char* no_color);

/// `parameters` in the order of the tree. An object is one line, with the name of what it stands for if it has one.
std::string tree_text(const boost::json::array& parameters, bool has_colors);

}  // namespace proxy::control
