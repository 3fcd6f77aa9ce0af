# Training needs LibTorch: Debian's, or any in CMAKE_PREFIX_PATH. Where there is none, the rest of the
# program is built without training; -DBV2_TRAIN=ON insists.
if(NOT DEFINED BV2_TRAIN OR BV2_TRAIN)
  find_package(Torch QUIET)
endif()
option(BV2_TRAIN "Build the training program (needs LibTorch)" ${Torch_FOUND})
if(NOT BV2_TRAIN)
  return()
endif()
if(NOT Torch_FOUND)
  message(FATAL_ERROR "BV2_TRAIN needs LibTorch: install libtorch-dev, or name the folder of another "
                      "one, -DCMAKE_PREFIX_PATH=/path/to/libtorch")
endif()

# What every target that includes torch.h has in common; the precompiled header is shared only
# between targets with the same options.
add_library(bv2_torch INTERFACE)
target_link_libraries(bv2_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(bv2_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(bv2_torch INTERFACE -O1 ${flags})

# Process groups need the headers of their backends, which not every LibTorch brings along.
find_path(GLOO_INCLUDE gloo/rendezvous/store.h)
find_path(NCCL_INCLUDE nccl.h)
if(GLOO_INCLUDE)
  target_compile_definitions(bv2_torch INTERFACE USE_C10D_GLOO)
  target_include_directories(bv2_torch SYSTEM INTERFACE ${GLOO_INCLUDE})
endif()
if(NCCL_INCLUDE AND CUDA_FOUND)
  target_compile_definitions(bv2_torch INTERFACE USE_C10D_NCCL)
  target_include_directories(bv2_torch SYSTEM INTERFACE ${NCCL_INCLUDE})
endif()
