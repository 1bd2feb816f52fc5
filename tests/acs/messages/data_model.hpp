// SPDX-License-Identifier: Apache-2.0
#pragma once
// The two documents by which a CPE describes its data model, read as an ACS reads them: what is supported, what of it
// the vendor defines, and what may be set. With CWMP_DM_SCHEMAS naming the folder of the schemas both are also
// validated.
// Spec: TR-106 Amendment 11, Annex A and Annex B
// Thread: pure

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests::acs {

// What a document says about one parameter.
struct DescribedParameter {
  bool writable = false;
  bool is_vendor = false;
  std::string description = {};  // of the vendor's alone
  // Of the vendor's, and of others that may be set; empty: the documents do not say.
  std::string type = {};
  bool is_alias = false;
  std::vector<std::pair<std::string, std::string>> ranges = {};  // minInclusive and maxInclusive, each may be empty
  std::optional<std::uint64_t> max_length = {};
  std::vector<std::string> words = {};
  std::vector<std::string> patterns = {};
};

class DataModelDocuments {
 public:
  DataModelDocuments(std::string device_type, std::string data_model);

  // What an ACS would object to: names that are not defined or are defined twice, other access than in the definition,
  // documents that do not belong together, and what breaks the schemas. Empty: nothing.
  std::vector<std::string> problems() const;
  // By name: "Device.X_00D09E_Home.Sensor.{i}.Name".
  const std::map<std::string, DescribedParameter>& parameters() const { return parameters_; }
  const std::string& uuid() const { return uuid_; }
  // The spec of the data model.
  const std::string& urn() const { return urn_; }
  // The file of the data model, as the device type refers to it.
  const std::string& imported_file() const { return imported_file_; }

 private:
  void read_data_model();
  void read_device_type();
  void check_schema(const std::string& text, const char* schema);

  std::string device_type_;
  std::string data_model_;
  std::map<std::string, bool> vendor_objects_;  // by name; whether it is a definition
  std::map<std::string, DescribedParameter> definitions_;
  std::map<std::string, DescribedParameter> parameters_;
  std::string uuid_, urn_, imported_file_, model_;
  std::vector<std::string> problems_;
};

// The name of a parameter with {i} in place of numbers and aliases.
std::string name_in_model(const std::string& path);

}  // namespace tests::acs
