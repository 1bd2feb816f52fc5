// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/autonomous_transfer_policy.hpp"

#include "proxy/gateway/text.hpp"

#include <algorithm>
#include <array>

namespace proxy::gateway {
namespace {

constexpr std::string_view kWhite = " ";  // only spaces: other characters belong to the name of a file type

// TR-181 gives no defaults. Nothing is reported until an ACS enables it, and then every transfer.
constexpr const char* kAllFileTypes =
    "1 Firmware Upgrade Image,2 Web Content,3 Vendor Configuration File,4 Vendor Log File";
constexpr std::array<std::string_view, 4> kKnownTypes = {"1 Firmware Upgrade Image", "2 Web Content",
                                                         "3 Vendor Configuration File", "4 Vendor Log File"};

/// "X 00D09E name"
bool is_vendor_type(std::string_view type) {
  if (!type.starts_with("X ") || type.size() < 9 || type[8] != ' ') return false;
  return std::ranges::all_of(
      type.substr(2, 6), [](char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'A' && digit <= 'F'); });
}

}  // namespace

AutonomousTransferPolicy::AutonomousTransferPolicy(model::Tree& tree, state::Store& store)
    : tree_(tree), parameters_(tree, store, *this) {
  enable_ = parameters_.declare({.name = "ManagementServer.AutonomousTransferCompletePolicy.Enable",
                                 .type = model::Type::boolean,
                                 .writable = true});
  transfer_types_ = parameters_.declare({.name = "ManagementServer.AutonomousTransferCompletePolicy.TransferTypeFilter",
                                         .writable = true,
                                         .default_value = "Both",
                                         .constraints = {.words = {"Upload", "Download", "Both"}}});
  result_types_ = parameters_.declare({.name = "ManagementServer.AutonomousTransferCompletePolicy.ResultTypeFilter",
                                       .writable = true,
                                       .default_value = "Both",
                                       .constraints = {.words = {"Success", "Failure", "Both"}}});
  file_types_ = parameters_.declare({.name = "ManagementServer.AutonomousTransferCompletePolicy.FileTypeFilter",
                                     .writable = true,
                                     .default_value = kAllFileTypes,
                                     .constraints = {.max_length = 1024}});
}

std::string AutonomousTransferPolicy::refusal(const model::Assignment& assignment) const {
  if (assignment.parameter != file_types_) return {};
  const auto is_known = [](std::string_view type) {
    return is_vendor_type(type) || std::ranges::find(kKnownTypes, type) != kKnownTypes.end();
  };
  const bool are_known = all_of_list(assignment.value, is_known, kWhite);
  return are_known ? std::string() : "is not a list of file types";
}

bool AutonomousTransferPolicy::is_reported(bool is_download, std::string_view file_type, bool successful) const {
  const std::string_view transfers = tree_.stored_value(transfer_types_);
  const std::string_view results = tree_.stored_value(result_types_);
  const bool lists_type = !all_of_list(
      tree_.stored_value(file_types_), [&](std::string_view type) { return type != file_type; }, kWhite);
  return tree_.stored_value(enable_) == "true" &&
         (transfers == "Both" || transfers == (is_download ? "Download" : "Upload")) &&
         (results == "Both" || results == (successful ? "Success" : "Failure")) && lists_type;
}

}  // namespace proxy::gateway
