# SPDX-License-Identifier: Apache-2.0
# How an adapter is built, in this repository and outside of it.
#
# tr069_proxy_adapter(<name> <sources>): the target <name>_adapter, which makes <name>.so, a shared object that exports
# adapter_api_v1 and nothing else. `cmake --install` puts it where the daemon looks for adapters.
function(tr069_proxy_adapter name)
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/adapter.map")
  add_library(${name}_adapter MODULE ${ARGN})
  target_link_libraries(${name}_adapter PRIVATE tr069-proxy::adapter_sdk "-Wl,--version-script=${map}")
  set_target_properties(${name}_adapter PROPERTIES
    PREFIX "" OUTPUT_NAME ${name} LINK_DEPENDS "${map}"
    C_STANDARD 99 CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  install(TARGETS ${name}_adapter LIBRARY DESTINATION "${TR069_PROXY_ADAPTER_DIR}")
endfunction()
