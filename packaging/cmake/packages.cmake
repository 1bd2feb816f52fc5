# Debian packages, by `cpack -G DEB` in a build whose prefix is /usr (preset debian). Each component is one package.
set(CPACK_PACKAGE_NAME tr069-proxy)
set(CPACK_PACKAGE_VENDOR "tr069-proxy")
set(CPACK_PACKAGE_CONTACT "The tr069-proxy authors <tr069-proxy@localhost.localdomain>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL proxy command http modbus web sdk)
if(left_out)  # what is not built
  list(REMOVE_ITEM CPACK_COMPONENTS_ALL ${left_out})
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}/lib")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# package(<component> <name> <synopsis> <description, a paragraph>)
function(package component name synopsis description)
  string(TOUPPER "${component}" upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME "${name}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${synopsis}\n${description}" PARENT_SCOPE)
  set(documents "${CMAKE_INSTALL_DATADIR}/doc/${name}")
  install(FILES "${PROJECT_SOURCE_DIR}/packaging/debian/copyright" DESTINATION "${documents}" COMPONENT ${component} EXCLUDE_FROM_ALL)
  install(FILES "${PROJECT_BINARY_DIR}/packaging/debian/changelog.gz" DESTINATION "${documents}" COMPONENT ${component} EXCLUDE_FROM_ALL)
endfunction()

set(about "A TR-069 proxy gateway shows devices that speak no CWMP to the ACS of an\noperator, as one parameter tree.")
set(same_version "tr069-proxy (= ${PROJECT_VERSION})")
package(proxy tr069-proxy "TR-069 gateway for devices that do not speak CWMP"
  "${about}\n.\nThis package has the service, its command line, and the adapters for MQTT and\nfor files.")
set(CPACK_DEBIAN_PROXY_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_PROXY_PACKAGE_SUGGESTS "mosquitto")
set(CPACK_DEBIAN_PROXY_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/packaging/debian/conffiles;${PROJECT_SOURCE_DIR}/packaging/debian/postinst;${PROJECT_SOURCE_DIR}/packaging/debian/prerm;${PROJECT_SOURCE_DIR}/packaging/debian/postrm")

foreach(component command http modbus web)
  string(TOUPPER "${component}" upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${same_version}")
endforeach()
package(command tr069-proxy-command "adapter of tr069-proxy for commands"
  "${about}\n.\nThis adapter reads values from the output of programs, and sets them with\nprograms.")
package(http tr069-proxy-http "adapter of tr069-proxy for web servers"
  "${about}\n.\nThis adapter reads values from web servers, and sets them with requests.")
package(modbus tr069-proxy-modbus "adapter of tr069-proxy for Modbus"
  "${about}\n.\nThis adapter reads and writes the registers of Modbus devices, over TCP and\nserial lines. tr069-modbus-probe shows what is in a register.")
package(web tr069-proxy-web "tr069-proxy in a browser and for Prometheus"
  "${about}\n.\nThis package has a web server of its own user that shows the gateway, its\ndevices and its sessions in a browser, and its metrics to Prometheus.")
set(CPACK_DEBIAN_WEB_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/packaging/debian/web/conffiles;${PROJECT_SOURCE_DIR}/packaging/debian/web/postinst;${PROJECT_SOURCE_DIR}/packaging/debian/web/prerm;${PROJECT_SOURCE_DIR}/packaging/debian/web/postrm")
package(sdk tr069-proxy-dev "files to build adapters for tr069-proxy"
  "${about}\n.\nThis package has the interface of adapters for C and C++, and an example.")
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_SHLIBDEPS OFF)

# packaged: builds what the packages have, and no test.
set(packaged debian-changelog manual-pages)
foreach(folder proxy adapters)
  find_targets("${PROJECT_SOURCE_DIR}/${folder}" targets)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(EXECUTABLE|(SHARED|MODULE)_LIBRARY)$")
      list(APPEND packaged ${target})
    endif()
  endforeach()
endforeach()
add_custom_target(packaged DEPENDS ${packaged})

# sbom(<component> <package> <targets>...): the package has a list of what is in its programs, written when it is installed:
# what is linked is known only then.
find_program(DPKG_QUERY dpkg-query)
function(sbom component name)
  if(NOT DPKG_QUERY OR CMAKE_CROSSCOMPILING OR NOT CMAKE_GENERATOR STREQUAL "Ninja")
    return()
  endif()
  if(component IN_LIST left_out)
    return()
  endif()
  foreach(target IN LISTS ARGN)
    if(NOT TARGET ${target})
      continue()  # an adapter that is not built
    endif()
    list(APPEND programs "\"$<TARGET_FILE:${target}>\"")
  endforeach()
  list(JOIN programs " " programs)
  install(CODE "execute_process(COMMAND \"${PROJECT_SOURCE_DIR}/packaging/write_sbom\" ${name} ${PROJECT_VERSION} \"${PROJECT_BINARY_DIR}\"
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/doc/${name}/sbom.cdx.json\" ${programs} COMMAND_ERROR_IS_FATAL ANY)"
    COMPONENT ${component})
endfunction()
sbom(proxy tr069-proxy tr069-proxyd tr069-proxyctl mapping mqtt_adapter file_adapter)
sbom(command tr069-proxy-command command_adapter)
sbom(http tr069-proxy-http http_adapter)
sbom(modbus tr069-proxy-modbus modbus_adapter tr069-modbus-probe)
sbom(web tr069-proxy-web tr069-proxy-web)
sbom(sdk tr069-proxy-dev)

include(CPack)
