#pragma once
#include <cstddef>

#include "CSimdJSON.h"

namespace focald {

/// How often a byte occurs, several gigabytes a second.
size_t count_bytes(const char *text, size_t count, char wanted);

/// Whether a text is UTF-8. A large one is looked at in pieces, which all processors share.
bool is_utf8(const char *text, size_t count, const focald_json_reading &reading);

}  // namespace focald
