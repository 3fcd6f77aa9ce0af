#include "board/revision.h"

namespace bv2::board {

std::string_view Revision() {
  return
#include BV2_REVISION_FILE
      ;
}

}  // namespace bv2::board
