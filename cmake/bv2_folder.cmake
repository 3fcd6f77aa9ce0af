include(GoogleTest)

# bv2_folder(NAME
#   DEPS     folders of src/ whose headers this folder may include (its row of the layer table)
#   THIRD    third-party include prefixes it may use; `x:file.cc` allows x in that file only
#   SOURCES  .cc files
#   LIBS     third-party targets to link privately
#   TESTS    _test.cc files, built into one executable with the label `unit`
#   APART    not a part of the installed library)
# The one place where a folder's dependencies are stated: it makes the link targets here, and
# tools/check-layers.sh reads the same row to fail on any undeclared #include.
function(bv2_folder name)
  cmake_parse_arguments(ARG "APART" "" "DEPS;THIRD;SOURCES;LIBS;TESTS" ${ARGN})
  add_library(bv2_${name} STATIC ${ARG_SOURCES})
  target_include_directories(bv2_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(bv2_${name} PUBLIC fmt::fmt PRIVATE ${ARG_LIBS})
  foreach(dep ${ARG_DEPS})
    target_link_libraries(bv2_${name} PUBLIC bv2_${dep})
  endforeach()
  if(NOT ARG_APART)
    set_property(GLOBAL APPEND PROPERTY BV2_FOLDERS bv2_${name})
    set_property(GLOBAL APPEND PROPERTY BV2_LIBS ${ARG_LIBS})
  endif()
  if(BV2_TESTS AND ARG_TESTS)
    bv2_test(${name}_test SOURCES ${ARG_TESTS} LIBS bv2_${name} LABEL unit)
  endif()
endfunction()

# bv2_test(NAME SOURCES … LIBS … LABEL unit|parity|e2e|… [PCH target]): a GoogleTest executable.
# Tests read their files from tests/data through the macro BV2_TEST_DATA. PCH: whose precompiled
# header to use, if not that of tests/support.
function(bv2_test name)
  cmake_parse_arguments(ARG "" "LABEL;PCH" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_PCH)
    set(ARG_PCH bv2_test_support)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} bv2_test_support GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM ${ARG_PCH})
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 600)
endfunction()
