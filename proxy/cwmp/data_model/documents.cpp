// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/data_model/documents.hpp"

#include "proxy/base/digest/sha1.hpp"
#include "proxy/cwmp/data_model/catalog.hpp"
#include "proxy/cwmp/data_model/syntax.hpp"
#include "proxy/model/path.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace proxy::cwmp {
namespace {

using pugi::xml_node;

constexpr const char* kDeviceTypeNamespace = "urn:broadband-forum-org:cwmp:devicetype-1-6";
constexpr const char* kDataModelNamespace = "urn:broadband-forum-org:cwmp:datamodel-1-9";
constexpr const char* kTypesFile = "tr-106-types.xml";
constexpr const char* kTypesSpec = "urn:broadband-forum-org:tr-106";
constexpr const char* kRootFile = "tr-181-2-19-1-cwmp.xml";
constexpr const char* kRootSpec = "urn:broadband-forum-org:tr-181-2-19-1-cwmp";

/// The name space of our UUIDs: a random UUID, fixed once.
constexpr std::string_view kNameSpace("\x3e\x0b\x6d\x52\x9a\x41\x4c\x7f\xb1\x0d\x8e\x25\x77\xc4\x1f\x90", 16);

std::string root_model() { return "Device:" + std::string(model::kRootVersion); }

std::string own_model(const ModelOwner& owner) {
  return "X_" + owner.oui + "_Device:" + std::string(model::kRootVersion);
}

/// "urn:tr069-proxy:00D09E:Home%20Gateway"
std::string device_type_uri(const ModelOwner& owner) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = "urn:tr069-proxy:" + owner.oui + ":";
  for (const char character : owner.product_class.empty() ? std::string("-") : owner.product_class) {
    const bool is_plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                          (character >= '0' && character <= '9') || character == '-' || character == '_';
    if (is_plain) {
      uri.push_back(character);
    } else {
      const auto byte = static_cast<unsigned char>(character);
      uri.append({'%', kDigits[byte >> 4], kDigits[byte & 0xf]});
    }
  }
  return uri;
}

struct TextWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

std::string text_of(const pugi::xml_document& document) {
  TextWriter writer;
  document.save(writer, " ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(writer.text);
}

void set(xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name) = std::string(value).c_str();
}

void add_text(xml_node node, const char* name, const std::string& text) {
  node.append_child(name).append_child(pugi::node_pcdata).set_value(text.c_str());
}

xml_node add_document(pugi::xml_document& document, const char* prefix, const char* name_space) {
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  xml_node root = document.append_child((std::string(prefix) + ":document").c_str());
  root.append_attribute(("xmlns:" + std::string(prefix)).c_str()) = name_space;
  return root;
}

xml_node add_import(xml_node root, std::string_view file, std::string_view spec) {
  xml_node import = root.append_child("import");
  set(import, "file", file);
  set(import, "spec", spec);
  return import;
}

void import_types(xml_node root, std::initializer_list<const char*> names) {
  xml_node import = add_import(root, kTypesFile, kTypesSpec);
  for (const char* name : names) import.append_child("dataType").append_attribute("name") = name;
}

void add_entries(xml_node node, const CatalogObject& object) {
  node.append_attribute("minEntries") = object.is_table || object.is_optional ? 0 : 1;
  if (!object.is_table) {
    node.append_attribute("maxEntries") = 1;
  } else if (object.max_rows != 0) {
    node.append_attribute("maxEntries") = object.max_rows;
  } else {
    node.append_attribute("maxEntries") = "unbounded";
  }
}

const char* access_of(const model::Parameter& info) { return info.writable ? "readWrite" : "readOnly"; }

// ---- the device type ------------------------------------------------------------------------------------------------

/// The standard parameters that may be set and are defined in another way than as a plain type.
struct OtherForm {
  std::string_view object, parameter;
  StringForm form;
};
constexpr std::array kOtherForms{
    OtherForm{"Device.ManagementServer.", "URL", {.data_type = "URL"}},
    OtherForm{"Device.ManagementServer.", "LightweightNotificationProtocolsUsed", {.is_list = true}},
    OtherForm{"Device.ManagementServer.AutonomousTransferCompletePolicy.", "FileTypeFilter", {.is_list = true}},
    OtherForm{"Device.ManagementServer.InformParameter.{i}.", "EventList", {.is_list = true}},
};

StringForm form_of(std::string_view object, std::string_view parameter) {
  const auto found = std::ranges::find_if(
      kOtherForms, [&](const OtherForm& other) { return other.object == object && other.parameter == parameter; });
  return found == kOtherForms.end() ? StringForm{} : found->form;
}

/// The vendor's parameters are defined to the last facet. Of a standard one the device type says what may be set.
void add_supported(xml_node object, const std::string& path, const std::string& name,
                   const CatalogParameter& parameter) {
  const bool is_vendor = is_vendor_name(path) || is_vendor_name(name);
  xml_node node = object.append_child("parameter");
  set(node, "ref", name);
  node.append_attribute("access") = access_of(parameter.info);
  if (parameter.info.can_deny) node.append_attribute("activeNotify") = "willDeny";
  if (!is_vendor && parameter.info.writable) add_syntax(node, parameter.info, Schema::device_type, form_of(path, name));
}

std::string device_type_of(const Catalog& catalog, const ModelOwner& owner, std::string_view urn,
                           std::string_view uuid) {
  pugi::xml_document document;
  xml_node root = add_document(document, "dt", kDeviceTypeNamespace);
  set(root, "deviceType", device_type_uri(owner));
  set(root, "uuid", uuid);
  add_text(root, "annotation", "What this device has at the moment.");
  import_types(root, {"Alias", "URL"});
  set(add_import(root, kDataModelFile, urn).append_child("model"), "name", own_model(owner));
  xml_node model = root.append_child("model");
  set(model, "ref", own_model(owner));
  for (const auto& [path, object] : catalog) {
    xml_node node = model.append_child("object");
    set(node, "ref", path);
    node.append_attribute("access") = object.creatable ? "createDelete" : "readOnly";
    add_entries(node, object);
    for (const auto& [name, parameter] : object.parameters) add_supported(node, path, name, parameter);
  }
  return text_of(document);
}

// ---- the data model -------------------------------------------------------------------------------------------------

const char* active_notify_of(const model::Parameter& info) {
  if (info.forced_active) return "forceEnabled";
  if (info.can_deny) return "canDeny";
  return info.notification == model::Notification::active ? "forceDefaultEnabled" : nullptr;
}

std::string description_of(const CatalogParameter& parameter, const std::string& name) {
  if (parameter.counts_rows) return "{{numentries}}";
  if (parameter.info.alias) return "{{datatype|expand}}";
  std::string text = parameter.description.empty() ? "The parameter " + name + "." : parameter.description;
  if (parameter.info.live) text += " It is read from its source when an ACS asks for it.";
  if (parameter.differs) text += " Rows declare it in different ways: what any of them accepts is described here.";
  return text;
}

void add_definition(xml_node object, const std::string& name, const CatalogParameter& parameter) {
  xml_node node = object.append_child("parameter");
  set(node, "name", name);
  node.append_attribute("access") = access_of(parameter.info);
  if (const char* notify = active_notify_of(parameter.info)) node.append_attribute("activeNotify") = notify;
  if (parameter.info.forced_inform) node.append_attribute("forcedInform") = true;
  add_text(node, "description", description_of(parameter, name));
  add_syntax(node, parameter.info, Schema::data_model);
}

/// "Home" of "Device.X_00D09E_Home."; a table without its {i}.
std::string last_part(std::string_view path) {
  if (path.ends_with("{i}.")) path.remove_suffix(std::string_view("{i}.").size());
  path.remove_suffix(1);
  return std::string(path.substr(path.rfind('.') + 1));
}

std::string description_of(const CatalogObject& object, const std::string& path) {
  if (!object.description.empty()) return object.description;
  return (object.is_table ? "Rows of " : "The object ") + last_part(path) + ".";
}

/// An object of the vendor, or with is_base a standard one with parameters of the vendor.
void add_object(xml_node model, const std::string& path, const CatalogObject& object, bool is_base) {
  xml_node node = model.append_child("object");
  set(node, is_base ? "base" : "name", path);
  node.append_attribute("access") = object.creatable ? "readWrite" : "readOnly";
  add_entries(node, object);
  if (!is_base && !object.count_parameter.empty()) set(node, "numEntriesParameter", object.count_parameter);
  if (!is_base) add_text(node, "description", description_of(object, path));
  if (!is_base && object.aliased) {
    xml_node key = node.append_child("uniqueKey");
    key.append_attribute("functional") = false;
    key.append_child("parameter").append_attribute("ref") = "Alias";
  }
  for (const auto& [name, parameter] : object.parameters)
    if (!is_base || is_vendor_name(name)) add_definition(node, name, parameter);
}

std::string data_model_of(const Catalog& catalog, const ModelOwner& owner, std::string_view urn) {
  pugi::xml_document document;
  xml_node root = add_document(document, "dm", kDataModelNamespace);
  set(root, "spec", urn);
  set(root, "file", kDataModelFile);
  add_text(root, "description", "The objects and parameters of the vendor.");
  import_types(root, {"Alias"});
  set(add_import(root, kRootFile, kRootSpec).append_child("model"), "name", root_model());
  xml_node model = root.append_child("model");
  set(model, "name", own_model(owner));
  set(model, "base", root_model());
  for (const auto& [path, object] : catalog) {
    const bool is_base = !is_vendor_name(path);
    const bool has_own =
        std::ranges::any_of(object.parameters, [](const auto& entry) { return is_vendor_name(entry.first); });
    if (!is_base || has_own) add_object(model, path, object, is_base);
  }
  return text_of(document);
}

}  // namespace

/// A document cannot contain a digest of itself: the UUID is that of the document without one.
ModelDocuments describe(model::Tree& tree, const ModelOwner& owner) {
  const Catalog catalog = catalog_of(tree);
  ModelDocuments documents;
  documents.urn = "urn:uuid:" + base::uuid_of(kNameSpace, data_model_of(catalog, owner, {}));
  documents.data_model = data_model_of(catalog, owner, documents.urn);
  documents.uuid = base::uuid_of(kNameSpace, device_type_of(catalog, owner, documents.urn, {}));
  documents.device_type = device_type_of(catalog, owner, documents.urn, documents.uuid);
  return documents;
}

}  // namespace proxy::cwmp
