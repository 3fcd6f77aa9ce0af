include(GoogleTest)

# bv2_folder(NAME
#   DEPS     folders of src/ whose headers this folder may include (its row of the layer table);
#            `text/phones` links the part `phones` of text/ only
#   THIRD    third-party include prefixes it may use; `x:file.cc` allows x in that file only
#   PARTS    those of this folder, see below
#   SOURCES  .cc files
#   LIBS     third-party targets to link privately
#   TESTS    _test.cc files, built into one executable with the label `unit`
#   APART    not a part of the installed library)
# The one place where a folder's dependencies are stated: it makes the link targets here, and
# tools/check-layers.sh reads the same row to fail on any undeclared #include.
function(bv2_folder name)
  cmake_parse_arguments(ARG "APART" "" "DEPS;THIRD;PARTS;SOURCES;LIBS;TESTS" ${ARGN})
  # A lean build has of a folder with parts only these.
  if(BV2_TRAIN_LEAN AND ARG_PARTS)
    return()
  endif()
  bv2_library(bv2_${name} "${ARG_SOURCES}" "${ARG_DEPS}" "${ARG_LIBS}")
  foreach(part ${ARG_PARTS})
    target_link_libraries(bv2_${name} PUBLIC bv2_${name}_${part})
  endforeach()
  if(NOT ARG_APART)
    bv2_installed(bv2_${name} "${ARG_LIBS}")
  endif()
  if(BV2_TESTS AND ARG_TESTS)
    bv2_test(${name}_test SOURCES ${ARG_TESTS} LIBS bv2_${name} LABEL unit)
  endif()
endfunction()

# bv2_part(FOLDER PART DEPS … SOURCES … LIBS …): files of a folder that need less than the others, as
# a library of their own; it stands before the folder's row.
function(bv2_part folder part)
  cmake_parse_arguments(ARG "" "" "DEPS;SOURCES;LIBS" ${ARGN})
  bv2_library(bv2_${folder}_${part} "${ARG_SOURCES}" "${ARG_DEPS}" "${ARG_LIBS}")
  bv2_installed(bv2_${folder}_${part} "${ARG_LIBS}")
endfunction()

function(bv2_library target sources deps libs)
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${target} PUBLIC fmt::fmt PRIVATE ${libs})
  foreach(dep ${deps})
    string(REPLACE / _ dep ${dep})
    # A lean build lacks folders that only left-out sources include.
    if(TARGET bv2_${dep} OR NOT BV2_TRAIN_LEAN)
      target_link_libraries(${target} PUBLIC bv2_${dep})
    endif()
  endforeach()
endfunction()

function(bv2_installed target libs)
  set_property(GLOBAL APPEND PROPERTY BV2_FOLDERS ${target})
  set_property(GLOBAL APPEND PROPERTY BV2_LIBS ${libs})
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
