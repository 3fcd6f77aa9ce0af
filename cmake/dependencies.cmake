# Every third-party library of the runtime, under the target names used by the folders' LIBS. Part
# of the installed package, too: who links the library needs the same ones.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(TBB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(ZLIB REQUIRED)
pkg_check_modules(hwy REQUIRED IMPORTED_TARGET libhwy)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(sndfile REQUIRED IMPORTED_TARGET sndfile)
pkg_check_modules(soxr REQUIRED IMPORTED_TARGET soxr)
# MeCab comes with neither a package file nor a pkg-config one.
find_library(MECAB_LIBRARY mecab REQUIRED)
find_path(MECAB_INCLUDE_DIR mecab.h REQUIRED)
add_library(mecab::mecab UNKNOWN IMPORTED)
set_target_properties(mecab::mecab PROPERTIES IMPORTED_LOCATION ${MECAB_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${MECAB_INCLUDE_DIR})
# flite comes with neither a CMake nor a pkg-config file.
find_path(flite_INCLUDE_DIR flite/flite.h REQUIRED)
find_library(flite_LIBRARY flite REQUIRED)
find_library(flite_usenglish_LIBRARY flite_usenglish REQUIRED)
find_library(flite_cmulex_LIBRARY flite_cmulex REQUIRED)
add_library(flite::flite INTERFACE IMPORTED)
set_target_properties(flite::flite PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES "${flite_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES
    "${flite_cmulex_LIBRARY};${flite_usenglish_LIBRARY};${flite_LIBRARY};m")
if(BV2_TESTS)
  find_package(GTest REQUIRED)
endif()
if(BV2_BENCH)
  find_package(benchmark REQUIRED)
endif()
