#ifndef FOCALD_PROCESSOR_H
#define FOCALD_PROCESSOR_H

/// What this build is made for: "x86-64", "x86-64-v3" (AVX2, FMA), "x86-64-v4" (AVX-512), or another architecture's name.
const char *focald_processor_level(void);

/// Runs by itself, before anything else of the program does.
///
/// A plain build for x86-64 looks for `../lib/focald/x86-64-v4/focald` and `…-v3/focald` beside it and becomes the best that this
/// processor can run, with the same arguments and environment. A build for a level that the processor does not reach
/// ends the process, with a line on standard error.
void focald_processor_check(int count, char **arguments, char **environment);

#endif
