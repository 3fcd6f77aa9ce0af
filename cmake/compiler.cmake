# Warnings, sanitizers, linker and cache, for every target. Floating point stays strict IEEE:
# parity with the Python original is the definition of correct, so no -ffast-math anywhere.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                    -fPIC -fno-math-errno -fno-trapping-math -ffp-contract=off)

# g++ 12 warns of its own std::string operator+ (https://gcc.gnu.org/PR105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endif()

if(BV2_SANITIZE)
  add_compile_options(-fsanitize=${BV2_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BV2_SANITIZE})
endif()

if(BV2_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  # Precompiled headers are cacheable only under these settings; the base directory lets several
  # checkouts share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

# lld 14 with g++ 12 -O3 loses unwind information: a throw in config.cc then aborts in
# _Unwind_Resume instead of reaching its handler. GNU ld and clang objects are fine.
find_program(LLD ld.lld)
if(LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()
