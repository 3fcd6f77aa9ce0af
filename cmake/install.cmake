# cmake --install: the program, the library with its headers, the data, and what find_package()
# needs. The library is one archive of all folders' objects, so users link one target,
# bertvits2::bertvits2.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(folders GLOBAL PROPERTY BV2_FOLDERS)
get_property(third_party GLOBAL PROPERTY BV2_LIBS)
list(REMOVE_DUPLICATES third_party)
# The command line belongs to the program, not to the library.
list(REMOVE_ITEM folders bv2_cli)
list(REMOVE_ITEM third_party CLI11::CLI11)

add_library(bertvits2_library STATIC)
foreach(folder ${folders})
  target_sources(bertvits2_library PRIVATE $<TARGET_OBJECTS:${folder}>)
endforeach()
target_include_directories(bertvits2_library
  INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/bertvits2>)
target_compile_features(bertvits2_library INTERFACE cxx_std_20)
target_link_libraries(bertvits2_library PUBLIC fmt::fmt PRIVATE ${third_party})
set_target_properties(bertvits2_library PROPERTIES OUTPUT_NAME bertvits2 EXPORT_NAME bertvits2)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/bertvits2)
install(TARGETS bertvits2 DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET bertvits2-train)
  # Beside the other, which starts it; it finds LibTorch where it was built.
  set_target_properties(bertvits2-train PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
  install(TARGETS bertvits2-train DESTINATION ${CMAKE_INSTALL_BINDIR} OPTIONAL)
endif()
install(TARGETS bertvits2_library EXPORT bertvits2Targets DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT bertvits2Targets NAMESPACE bertvits2:: DESTINATION ${package_folder})
install(DIRECTORY src/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bertvits2
  FILES_MATCHING PATTERN "*.h" PATTERN "cli" EXCLUDE PATTERN "torch_runtime" EXCLUDE PATTERN "*test*" EXCLUDE)
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bertvits2
  PATTERN demo_corpus EXCLUDE)
install(FILES LICENSE NOTICE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(cmake/bertvits2Config.cmake.in bertvits2Config.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(bertvits2ConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bertvits2Config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/bertvits2ConfigVersion.cmake cmake/dependencies.cmake
  DESTINATION ${package_folder})
