// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/messages/data_model.hpp"

#include <cstdlib>
#include <pugixml.hpp>
#include <regex>
#include <set>
#include <string_view>

#include "tests/acs/messages/validate.hpp"

namespace tests::acs {
namespace {

bool is_vendor(const std::string& name) { return name.starts_with("X_") || name.find(".X_") != std::string::npos; }

void read_facets(pugi::xml_node type, DescribedParameter& to) {
  for (const pugi::xml_node facet : type.children()) {
    const std::string_view name = facet.name();
    if (name == "range") {
      to.ranges.emplace_back(facet.attribute("minInclusive").value(), facet.attribute("maxInclusive").value());
    } else if (name == "size") {
      to.max_length = facet.attribute("maxLength").as_ullong();
    } else if (name == "enumeration") {
      to.words.emplace_back(facet.attribute("value").value());
    } else if (name == "pattern") {
      to.patterns.emplace_back(facet.attribute("value").value());
    }
  }
}

void read_syntax(pugi::xml_node parameter, DescribedParameter& to) {
  for (const pugi::xml_node type : parameter.child("syntax").children()) {
    if (std::string_view(type.name()) == "list") {
      read_facets(type, to);
      continue;
    }
    to.type = type.name();
    if (to.type == "dataType") {
      to.type = "string";
      to.is_alias = std::string_view(type.attribute("base").value()) == "Alias";
    }
    read_facets(type, to);
  }
}

// The number of imports of the document that have such an item.
int count_imports(pugi::xml_node root, const char* kind, const std::string& name) {
  int count = 0;
  for (const pugi::xml_node import : root.children("import")) {
    for (const pugi::xml_node item : import.children(kind)) count += name == item.attribute("name").value() ? 1 : 0;
  }
  return count;
}

}  // namespace

std::string name_in_model(const std::string& path) {
  static const std::regex kInstance(R"(\.([0-9]+|\[[^\]]*\])(?=\.))");
  return std::regex_replace(path, kInstance, ".{i}");
}

DataModelDocuments::DataModelDocuments(std::string device_type, std::string data_model)
    : device_type_(std::move(device_type)), data_model_(std::move(data_model)) {
  read_data_model();
  read_device_type();
  check_schema(device_type_, "cwmp-devicetype-1-6.xsd");
  check_schema(data_model_, "cwmp-datamodel-1-9.xsd");
}

std::vector<std::string> DataModelDocuments::problems() const { return problems_; }

void DataModelDocuments::check_schema(const std::string& text, const char* schema) {
  const char* folder = std::getenv("CWMP_DM_SCHEMAS");
  if (folder == nullptr || *folder == '\0') return;
  const std::string errors = schema_errors(std::string(folder) + "/" + schema, text);
  if (!errors.empty()) problems_.push_back(std::string("against ") + schema + ": " + errors);
}

void DataModelDocuments::read_data_model() {
  pugi::xml_document document;
  if (!document.load_buffer(data_model_.data(), data_model_.size()))
    return problems_.push_back("the data model is not well-formed");
  const pugi::xml_node root = document.child("dm:document");
  urn_ = root.attribute("spec").value();
  const pugi::xml_node model = root.child("model");
  model_ = model.attribute("name").value();
  if (count_imports(root, "model", model.attribute("base").value()) != 1)
    problems_.push_back("the root data model is not imported");
  for (const pugi::xml_node object : model.children("object")) {
    const bool is_definition = object.attribute("name");
    const std::string path = object.attribute(is_definition ? "name" : "base").value();
    if (is_definition != is_vendor(path)) problems_.push_back("is not the vendor's to define: " + path);
    if (is_definition && object.child("description").text().empty()) problems_.push_back("no description: " + path);
    if (!vendor_objects_.emplace(path, is_definition).second) problems_.push_back("defined twice: " + path);
    for (const pugi::xml_node node : object.children("parameter")) {
      const std::string name = path + node.attribute("name").value();
      DescribedParameter& parameter = definitions_[name];
      parameter.writable = std::string_view(node.attribute("access").value()) == "readWrite";
      parameter.description = node.child("description").text().get();
      read_syntax(node, parameter);
      if (!is_vendor(name)) problems_.push_back("is not the vendor's to define: " + name);
      if (parameter.type.empty()) problems_.push_back("no syntax: " + name);
      if (parameter.description.empty()) problems_.push_back("no description: " + name);
      if (parameter.is_alias && count_imports(root, "dataType", "Alias") != 1)
        problems_.push_back("the type is not imported: " + name);
    }
    const std::string counter = object.attribute("numEntriesParameter").value();
    const bool is_table = path.ends_with("{i}.");
    if (is_definition && is_table == counter.empty()) problems_.push_back("what counts the rows? " + path);
  }
}

void DataModelDocuments::read_device_type() {
  pugi::xml_document document;
  if (!document.load_buffer(device_type_.data(), device_type_.size()))
    return problems_.push_back("the device type is not well-formed");
  const pugi::xml_node root = document.child("dt:document");
  uuid_ = root.attribute("uuid").value();
  const pugi::xml_node model = root.child("model");
  if (model_ != model.attribute("ref").value()) problems_.push_back("the model is another one than the one defined");
  if (count_imports(root, "model", model_) != 1) problems_.push_back("the model is not imported");
  for (const pugi::xml_node import : root.children("import")) {
    if (!import.child("model")) continue;
    imported_file_ = import.attribute("file").value();
    if (urn_ != import.attribute("spec").value()) problems_.push_back("the spec is not that of the data model");
  }
  std::set<std::string> objects;
  std::set<std::string> used;
  for (const pugi::xml_node object : model.children("object")) {
    const std::string path = object.attribute("ref").value();
    if (!objects.insert(path).second) problems_.push_back("twice: " + path);
    if (is_vendor(path) && !vendor_objects_.contains(path)) problems_.push_back("is not defined: " + path);
    for (const pugi::xml_node node : object.children("parameter")) {
      const std::string name = path + node.attribute("ref").value();
      DescribedParameter parameter;
      if (const auto found = definitions_.find(name); found != definitions_.end()) {
        parameter = found->second;
        used.insert(name);
      }
      parameter.is_vendor = is_vendor(name);
      if (parameter.is_vendor && parameter.type.empty()) problems_.push_back("is not defined: " + name);
      const bool writable = std::string_view(node.attribute("access").value()) == "readWrite";
      if (parameter.is_vendor && writable != parameter.writable) problems_.push_back("other access: " + name);
      parameter.writable = writable;
      if (!parameter.is_vendor) read_syntax(node, parameter);
      if (parameter.is_alias && count_imports(root, "dataType", "Alias") != 1)
        problems_.push_back("the type is not imported: " + name);
      if (!parameters_.emplace(name, std::move(parameter)).second) problems_.push_back("twice: " + name);
    }
  }
  for (const auto& [path, is_definition] : vendor_objects_) {
    if (!objects.contains(path)) problems_.push_back("is defined, and not there: " + path);
  }
  for (const auto& [name, definition] : definitions_) {
    if (!used.contains(name)) problems_.push_back("is defined, and not there: " + name);
  }
}

}  // namespace tests::acs
