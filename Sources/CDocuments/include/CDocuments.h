#pragma once
#include <stddef.h>

// The documents of the project root, as bytes of the program.
const unsigned char *focald_openapi_yaml_start(void);
extern const size_t focald_openapi_yaml_count;
