// SPDX-License-Identifier: Apache-2.0
// write-config-schema FOLDER ADAPTER_DIR PLUGIN...: writes schema.json and profile.schema.json into the folder; with
// "--manual" before FOLDER the manual pages that are made of tables, tr069-proxy.yaml.5 and tr069-proxyctl.1.
#include "packaging/config_schema/json_schema.hpp"
#include "packaging/config_schema/manual.hpp"
#include "proxy/plugin/abi/adapter_library.hpp"
#include "proxy/plugin/abi/config_nodes.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using config_schema::AdapterKeys;
namespace plugin = proxy::plugin;

/// An adapter whose table is read; the table is the library's.
struct Loaded {
  explicit Loaded(std::shared_ptr<plugin::AdapterLibrary> opened) : library(std::move(opened)), rows(library->api()) {
    if (!rows.problem().empty()) throw std::runtime_error(rows.problem());
  }
  std::shared_ptr<plugin::AdapterLibrary> library;
  plugin::OptionRows rows;
};

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  if (!(out << text).flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

int main(int argc, char** argv) try {
  const bool manual = argc > 1 && std::string_view(argv[1]) == "--manual";
  if (manual) --argc, ++argv;
  if (argc < 3) throw std::runtime_error("usage: write-config-schema [--manual] FOLDER ADAPTER_DIR PLUGIN...");
  std::vector<std::string> names(argv + 3, argv + argc);
  std::sort(names.begin(), names.end());
  std::list<Loaded> loaded;
  std::vector<AdapterKeys> adapters;
  for (const std::string& name : names) {
    auto library = plugin::AdapterLibrary::open(argv[2], name);
    if (!library) throw std::runtime_error(library.error());
    adapters.push_back({name, loaded.emplace_back(*library).rows.own()});
  }
  const std::filesystem::path folder = argv[1];
  if (manual) {
    write(folder / "tr069-proxy.yaml.5", config_schema::configuration_page(adapters));
    write(folder / "tr069-proxyctl.1", config_schema::control_page());
    return 0;
  }
  write(folder / "schema.json", config_schema::to_text(config_schema::configuration(adapters)));
  write(folder / "profile.schema.json", config_schema::to_text(config_schema::profile(adapters)));
  return 0;
} catch (const std::exception& error) {
  std::cerr << "write-config-schema: " << error.what() << "\n";
  return 1;
}
