#pragma once
#include <stddef.h>

// Documents as bytes of the program.

// What the contract says beside the operations.
const unsigned char *focald_contract_start(void);
extern const size_t focald_contract_count;

// What the contract says of operations beyond their declarations.
const unsigned char *focald_operations_start(void);
extern const size_t focald_operations_count;
