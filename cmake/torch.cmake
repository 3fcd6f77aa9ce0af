# Training needs LibTorch: Debian's, or any in CMAKE_PREFIX_PATH, the folder `torch` of a Python
# package included. Where there is none, the rest of the program is built without training;
# -DBV2_TRAIN=ON insists.
#
# LibTorch's own CMake package is not used: if it was built with CUDA, that package demands the whole
# CUDA toolkit with its compiler, and linking to the libraries does not.
include(CheckCXXSourceCompiles)
if(NOT DEFINED BV2_TRAIN OR BV2_TRAIN)
  include(find_torch)
endif()
option(BV2_TRAIN "Build the training program (needs LibTorch)" ${TORCH_FOUND})
if(NOT BV2_TRAIN)
  return()
endif()
if(NOT TORCH_FOUND)
  message(FATAL_ERROR "BV2_TRAIN needs LibTorch: install libtorch-dev, or name the folder of another "
                      "one, -DCMAKE_PREFIX_PATH=/path/to/libtorch")
endif()
message(STATUS "LibTorch ${TORCH_VERSION}: ${TORCH_LIBRARIES}")
if(TORCH_VERSION VERSION_LESS 1.13)
  message(FATAL_ERROR "LibTorch 1.13 or later is needed")
endif()
if(NOT TORCH_CXX11_ABI)
  message(FATAL_ERROR "this LibTorch was built with _GLIBCXX_USE_CXX11_ABI=0, unlike every other "
                      "library; use the 'cxx11 ABI' variant of its release, or a current release")
endif()

# What every target that includes torch.h has in common; the precompiled header is shared only
# between targets with the same options.
add_library(bv2_torch INTERFACE)
target_include_directories(bv2_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_compile_options(bv2_torch INTERFACE -O1)
# Nothing names a symbol of torch_cuda: it registers itself when it is loaded, so it must stay linked.
# What it needs in turn (cuBLAS, NCCL …) it finds by itself.
target_link_libraries(bv2_torch INTERFACE
  -Wl,--no-as-needed ${TORCH_LIBRARIES} -Wl,--as-needed -Wl,--allow-shlib-undefined)

# Process groups need the headers of their backends. Not every LibTorch brings these along, and others
# may not fit it: a trial shows.
#   bv2_find_backend(GLOO|NCCL class header [folder with other headers that it needs …])
function(bv2_find_backend name class header)
  find_path(${name}_INCLUDE ${header} HINTS ${ARGN})
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  set(CMAKE_REQUIRED_DEFINITIONS -DUSE_C10D_${name})
  set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE_DIRS} ${ARGN})
  if(${name}_INCLUDE)
    list(APPEND CMAKE_REQUIRED_INCLUDES ${${name}_INCLUDE})
    check_cxx_source_compiles("
      #include <torch/csrc/distributed/c10d/${class}.hpp>
      static_assert(sizeof(c10d::${class}) > 0);" ${name}_COMPILES)
  endif()
  if(${name}_COMPILES)
    target_compile_definitions(bv2_torch INTERFACE USE_C10D_${name})
    target_include_directories(bv2_torch SYSTEM INTERFACE ${${name}_INCLUDE} ${ARGN})
  endif()
endfunction()

bv2_find_backend(GLOO ProcessGroupGloo gloo/rendezvous/store.h)
if(TORCH_CUDA_INCLUDE_DIRS)
  bv2_find_backend(NCCL ProcessGroupNCCL nccl.h ${TORCH_CUDA_INCLUDE_DIRS})
endif()
