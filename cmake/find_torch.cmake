# Finds LibTorch in CMAKE_PREFIX_PATH or the system's folders, and sets
#   TORCH_FOUND, TORCH_VERSION, TORCH_INCLUDE_DIRS, TORCH_LIBRARIES
#   TORCH_CXX11_ABI           0 if it was built with the string of C++98
#   TORCH_CUDA_INCLUDE_DIRS   of the CUDA libraries that it uses; empty for one without CUDA
# A prefix may be the folder with include/ and lib/, or its share/cmake, as
# `python3 -c 'import torch; print(torch.utils.cmake_prefix_path)'` prints it.
set(hints)
foreach(prefix ${CMAKE_PREFIX_PATH} $ENV{CMAKE_PREFIX_PATH} ${Torch_DIR}/../..)
  list(APPEND hints ${prefix} ${prefix}/../..)
endforeach()
find_path(TORCH_INCLUDE_DIR torch/script.h HINTS ${hints} PATH_SUFFIXES include)
# The libraries belong to these headers: beside them, or, in Debian, in the architecture's folder.
get_filename_component(prefix "${TORCH_INCLUDE_DIR}" DIRECTORY)
foreach(library torch torch_cpu c10 torch_cuda c10_cuda)
  find_library(${library}_LIBRARY ${library} NO_DEFAULT_PATH
    PATHS ${prefix}/lib ${prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE})
endforeach()
set(TORCH_FOUND FALSE)
if(NOT TORCH_INCLUDE_DIR OR NOT torch_LIBRARY OR NOT torch_cpu_LIBRARY OR NOT c10_LIBRARY)
  return()
endif()
set(TORCH_FOUND TRUE)
set(TORCH_INCLUDE_DIRS ${TORCH_INCLUDE_DIR} ${TORCH_INCLUDE_DIR}/torch/csrc/api/include)
set(TORCH_LIBRARIES ${torch_LIBRARY} ${torch_cpu_LIBRARY} ${c10_LIBRARY})

set(TORCH_VERSION)
foreach(header torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
  if(NOT TORCH_VERSION AND EXISTS ${TORCH_INCLUDE_DIR}/${header})
    file(STRINGS ${TORCH_INCLUDE_DIR}/${header} lines
      REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]")
    string(REGEX MATCHALL "[0-9]+" numbers "${lines}")
    list(JOIN numbers . TORCH_VERSION)
  endif()
endforeach()

set(TORCH_CXX11_ABI 1)
file(GLOB config ${prefix}/share/cmake/Torch/TorchConfig.cmake)
if(config)
  file(STRINGS ${config} lines REGEX "_GLIBCXX_USE_CXX11_ABI=0")
  if(lines)
    set(TORCH_CXX11_ABI 0)
  endif()
endif()

# CUDA's headers and run-time library come with the toolkit or, for a Python package, in packages
# beside it (nvidia/cu13, or nvidia/cuda_runtime, nvidia/nccl …), whose libraries have no plain .so.
set(TORCH_CUDA_INCLUDE_DIRS)
if(torch_cuda_LIBRARY AND c10_cuda_LIBRARY)
  list(APPEND TORCH_LIBRARIES ${torch_cuda_LIBRARY} ${c10_cuda_LIBRARY})
  file(GLOB TORCH_CUDA_INCLUDE_DIRS ${prefix}/../nvidia/*/include)
  file(GLOB cuda_libraries ${prefix}/../nvidia/*/lib/libcudart.so.* ${prefix}/lib/libcudart*.so.*)
  if(NOT cuda_libraries)
    find_path(CUDA_TOOLKIT_INCLUDE_DIR cuda_runtime_api.h HINTS /usr/local/cuda/include)
    find_library(CUDA_RUNTIME_LIBRARY cudart HINTS /usr/local/cuda/lib64)
    if(CUDA_TOOLKIT_INCLUDE_DIR AND CUDA_RUNTIME_LIBRARY)
      list(APPEND TORCH_CUDA_INCLUDE_DIRS ${CUDA_TOOLKIT_INCLUDE_DIR})
      set(cuda_libraries ${CUDA_RUNTIME_LIBRARY})
    endif()
  endif()
  list(APPEND TORCH_LIBRARIES ${cuda_libraries})
endif()
