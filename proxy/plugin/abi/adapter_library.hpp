// SPDX-License-Identifier: Apache-2.0
#pragma once
// An adapter's code: a shared object that was opened and found fit to be called, or a table that was linked in.
// Thread: loop

#include "adapters/sdk/adapter_abi.h"

#include <boost/system/result.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace proxy::plugin {

class AdapterLibrary;
/// The library, or in one line what is wrong with it, its path included.
using OpenedLibrary = boost::system::result<std::shared_ptr<AdapterLibrary>, std::string>;

class AdapterLibrary {
 public:
  /// `plugin` is a plain word: <adapter_dir>/<plugin>.so is opened, and nothing else.
  static OpenedLibrary open(const std::filesystem::path& adapter_dir, std::string_view plugin);
  /// An adapter that is linked in; what the table points at outlives the library.
  static OpenedLibrary linked(const adapter_api& api);

  ~AdapterLibrary();
  AdapterLibrary(const AdapterLibrary&) = delete;
  AdapterLibrary& operator=(const AdapterLibrary&) = delete;

  /// All of this version's fields: those that an adapter of an earlier one does not have are null.
  const adapter_api& api() const { return api_; }
  /// From now on the code stays in memory when this object goes: a thread that an adapter left behind would otherwise
  /// run into nothing.
  void keep_loaded() { keep_loaded_ = true; }

 private:
  AdapterLibrary(void* object, const adapter_api& api);

  void* object_;  ///< what dlopen() gave; null if linked in
  adapter_api api_{};
  bool keep_loaded_ = false;
};

}  // namespace proxy::plugin
