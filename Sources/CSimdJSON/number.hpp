#pragma once
#include <string_view>

#include "CSimdJSON.h"

namespace focald {

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Reads a number token (white space may follow) by the letter of RFC 8259 §6, correctly rounded.
focald_json_status read_number(std::string_view token, double &number) noexcept;

}  // namespace focald
