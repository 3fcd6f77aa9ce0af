# Every third-party library of the runtime, under the target names used by the folders' LIBS. Part
# of the installed package, too: who links the library needs the same ones.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(TBB REQUIRED)
find_package(ZLIB REQUIRED)

# Makes the target NAME::NAME of a library that comes without a CMake package.
function(bv2_find_library name header)
  find_path(${name}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${name}_LIBRARY ${name} REQUIRED)
  add_library(${name}::${name} UNKNOWN IMPORTED)
  set_target_properties(${name}::${name} PROPERTIES IMPORTED_LOCATION ${${name}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${name}_INCLUDE_DIR})
endfunction()

bv2_find_library(hwy hwy/highway.h)
target_compile_definitions(hwy::hwy INTERFACE HWY_SHARED_DEFINE)
bv2_find_library(sndfile sndfile.h)
if(BV2_TESTS)
  find_package(GTest REQUIRED)
endif()
if(BV2_BENCH)
  find_package(benchmark REQUIRED)
endif()
if(BV2_TRAIN_LEAN)
  return()
endif()

# What training does without.
find_package(PkgConfig REQUIRED)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
bv2_find_library(soxr soxr.h)
bv2_find_library(mecab mecab.h)
bv2_find_library(yaml yaml.h)
bv2_find_library(flite flite/flite.h)
find_library(flite_usenglish_LIBRARY flite_usenglish REQUIRED)
find_library(flite_cmulex_LIBRARY flite_cmulex REQUIRED)
set_target_properties(flite::flite PROPERTIES
  INTERFACE_LINK_LIBRARIES "${flite_cmulex_LIBRARY};${flite_usenglish_LIBRARY};m")
