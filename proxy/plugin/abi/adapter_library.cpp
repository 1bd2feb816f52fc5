// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/adapter_library.hpp"

#include "proxy/config/rules.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace proxy::plugin {
namespace {

/// What makes the table unfit to be called, or nothing. The two numbers come first: they say what else may be looked
/// at.
std::string problem_of(const adapter_api& api) {
  if (api.abi_version != ADAPTER_ABI_VERSION) {
    return fmt::format("was built for version {} of the adapter boundary, not {}", api.abi_version,
                       ADAPTER_ABI_VERSION);
  }
  if (api.struct_size < ADAPTER_API_LEAST_SIZE) {
    return fmt::format("has a table of {} bytes, and {} are needed", api.struct_size, ADAPTER_API_LEAST_SIZE);
  }
  const char* missing = api.name == nullptr      ? "name"
                        : api.create == nullptr  ? "create"
                        : api.start == nullptr   ? "start"
                        : api.stop == nullptr    ? "stop"
                        : api.destroy == nullptr ? "destroy"
                                                 : nullptr;
  if (missing != nullptr) return fmt::format("has no {} in its table", missing);
  if (api.options == nullptr && api.option_count != 0) return "has a number of options, and no options";
  return {};
}

/// dlerror() at once: the libraries that an adapter brings use dlopen() too, and overwrite it.
std::string last_error() {
  const char* text = dlerror();
  return text == nullptr ? "for no reason given" : text;
}

}  // namespace

AdapterLibrary::AdapterLibrary(void* object, const adapter_api& api) : object_(object) {
  std::memcpy(&api_, &api, std::min<std::size_t>(api.struct_size, sizeof api_));
}

OpenedLibrary AdapterLibrary::open(const std::filesystem::path& adapter_dir, std::string_view plugin) {
  if (const std::string wrong = config::check_name(plugin); !wrong.empty()) {
    return fmt::format("the plugin's name {}", wrong);
  }
  const std::string path = (adapter_dir / (std::string(plugin) + ".so")).string();
  dlerror();
  void* object = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) return fmt::format("{} cannot be opened: {}", path, last_error());
  const auto* api = static_cast<const adapter_api*>(dlsym(object, ADAPTER_API_SYMBOL));
  std::string problem = api == nullptr ? "is no adapter: it exports no " ADAPTER_API_SYMBOL : problem_of(*api);
  if (!problem.empty()) {
    dlclose(object);
    return fmt::format("{} {}", path, problem);
  }
  return std::shared_ptr<AdapterLibrary>(new AdapterLibrary(object, *api));
}

OpenedLibrary AdapterLibrary::linked(const adapter_api& api) {
  if (std::string problem = problem_of(api); !problem.empty()) return "the adapter that is linked in " + problem;
  return std::shared_ptr<AdapterLibrary>(new AdapterLibrary(nullptr, api));
}

AdapterLibrary::~AdapterLibrary() {
  if (object_ != nullptr && !keep_loaded_) dlclose(object_);
}

}  // namespace proxy::plugin
