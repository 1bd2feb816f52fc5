# SPDX-License-Identifier: Apache-2.0
# Precompiled headers: they halve the time of a build. A source includes what it uses all the same; the preset `release`
# builds without precompiled headers and so finds a missing #include.
#
# There are three, each compiled once:
#   precompiled_standard   the standard library, fmt and Boost.JSON
#   precompiled_asio       these and Boost.Asio, for targets that link asio_implementation: each source that includes Asio needs it
#   precompiled_tests      all of these and Catch2
#
# use_precompiled_headers(): gives every C++ target of the project the one that fits. Call it once, after the last target.
option(PRECOMPILED_HEADERS "Compile the headers of libraries once for all sources" ON)

set(standard_headers
  <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstdint> <cstdlib> <cstring> <deque> <filesystem>
  <fstream> <functional> <iostream> <iterator> <limits> <list> <map> <memory> <mutex> <optional> <random> <set> <span>
  <sstream> <stdexcept> <string> <string_view> <system_error> <thread> <tuple> <unordered_map> <utility> <variant> <vector>
  <boost/json.hpp> <boost/system/result.hpp> <fmt/format.h>)
set(asio_headers
  <boost/asio/any_io_executor.hpp> <boost/asio/executor_work_guard.hpp> <boost/asio/io_context.hpp> <boost/asio/ip/tcp.hpp>
  <boost/asio/ip/udp.hpp> <boost/asio/local/stream_protocol.hpp> <boost/asio/posix/stream_descriptor.hpp>
  <boost/asio/post.hpp> <boost/asio/read.hpp> <boost/asio/steady_timer.hpp> <boost/asio/write.hpp>)

# A compiler rejects a precompiled header that was compiled with other definitions of a macro that it uses.
set(library_definitions
  $<TARGET_PROPERTY:Boost::json,INTERFACE_COMPILE_DEFINITIONS> $<TARGET_PROPERTY:Boost::container,INTERFACE_COMPILE_DEFINITIONS>
  $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)

function(add_precompiled_headers name)  # NAME HEADERS...
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(${name} OBJECT "${source}")
  target_link_libraries(${name} PRIVATE project_flags)
  target_precompile_headers(${name} PRIVATE ${ARGN})
  target_compile_definitions(${name} PRIVATE ${library_definitions})
endfunction()

# The targets of FOLDER and of those below it.
function(find_targets folder found)
  get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
  get_property(folders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    find_targets("${below}" more)
    list(APPEND targets ${more})
  endforeach()
  set(${found} ${targets} PARENT_SCOPE)
endfunction()

function(use_precompiled_headers)
  if(NOT PRECOMPILED_HEADERS AND NOT UNOPTIMISED_TESTS)
    return()
  endif()
  find_targets("${PROJECT_SOURCE_DIR}" targets)
  if(PRECOMPILED_HEADERS)
    add_precompiled_headers(precompiled_standard ${standard_headers})
    add_precompiled_headers(precompiled_asio ${standard_headers} ${asio_headers})
  endif()
  if(BUILD_TESTING)
    add_precompiled_headers(precompiled_tests ${standard_headers} ${asio_headers} "${PROJECT_SOURCE_DIR}/tests/support/catch.hpp")
    if(UNOPTIMISED_TESTS)
      target_compile_options(precompiled_tests PRIVATE -O0)
      set_target_properties(precompiled_tests PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
    endif()
  endif()

  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT type MATCHES "^(EXECUTABLE|(STATIC|MODULE|OBJECT)_LIBRARY)$")
      continue()
    endif()
    get_target_property(sources ${target} SOURCES)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    get_target_property(folder ${target} SOURCE_DIR)
    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${folder}")
    if(NOT sources MATCHES "\\.cpp" OR NOT libraries)
      continue()
    endif()
    if("catch_main" IN_LIST libraries)
      set(headers precompiled_tests)
    elseif(UNOPTIMISED_TESTS AND folder MATCHES "^tests(/|$)")
      continue()  # the others are compiled with the optimisation of the product
    elseif("asio_implementation" IN_LIST libraries OR libraries MATCHES "(^|;)(acs|control|daemon|web)(;|$)")
      set(headers precompiled_asio)
    else()
      set(headers precompiled_standard)
    endif()
    if(NOT TARGET ${headers})
      continue()
    endif()
    target_precompile_headers(${target} REUSE_FROM ${headers})
    target_compile_definitions(${target} PRIVATE ${library_definitions})
    # One form of position independent code for all: programs would take -fPIE, which is another.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fPIC>)
  endforeach()
endfunction()
