#pragma once

#include "base/error.h"

// BV2_CHECK(condition, format, args...): always on, for API edges; throws kInvalidArgument.
#define BV2_CHECK(condition, ...)                                   \
  do {                                                              \
    if (!(condition)) [[unlikely]]                                  \
      ::bv2::Fail(::bv2::ErrorCode::kInvalidArgument, __VA_ARGS__); \
  } while (false)

// BV2_DCHECK(condition): contracts of inner loops; debug builds only; throws kInternal.
#ifdef NDEBUG
#define BV2_DCHECK(condition) static_cast<void>(sizeof(!(condition)))
#else
#define BV2_DCHECK(condition)                                                                    \
  do {                                                                                           \
    if (!(condition)) [[unlikely]]                                                               \
      ::bv2::Fail(::bv2::ErrorCode::kInternal, "{}:{}: broken contract: {}", __FILE__, __LINE__, \
                  #condition);                                                                   \
  } while (false)
#endif
