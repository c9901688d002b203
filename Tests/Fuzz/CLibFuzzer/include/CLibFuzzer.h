#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop as a call: the program decides what is fuzzed, by its first argument.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
