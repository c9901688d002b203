#pragma once
#include <stddef.h>

// The documents of the project root, as bytes of the program.
extern const unsigned char focald_openapi_yaml[];
extern const size_t focald_openapi_yaml_count;
