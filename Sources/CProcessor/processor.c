#define _GNU_SOURCE
#include "CProcessor.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512CD__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define BUILT 4
#define LEVEL "x86-64-v4"
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
#define BUILT 3
#define LEVEL "x86-64-v3"
#else
#define BUILT 1
#define LEVEL "x86-64"
#endif

/* https://gitlab.com/x86-psABIs/x86-64-ABI, «Micro-Architecture Levels». Level 3 has 2's instructions on every processor. */
#define AVX2_BMI (1u << 5 | 1u << 3 | 1u << 8)
#define FMA_MOVBE_OSXSAVE_F16C (1u << 12 | 1u << 22 | 1u << 27 | 1u << 29)
#define AVX512_F_DQ_CD_BW_VL (1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31)
#define LZCNT (1u << 5)

const char *focald_processor_level(void) { return LEVEL; }

/* Which of the registers' states the system saves. */
static unsigned saved_states(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

/* The level that this processor and its system reach: 4, 3 or 1. The processor itself is asked: compilers take what -march
   names for granted, so that their own question would have a constant answer. */
static int reached(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 1;
  if ((c & FMA_MOVBE_OSXSAVE_F16C) != FMA_MOVBE_OSXSAVE_F16C || (saved_states() & 0x6) != 0x6) return 1;
  if (!__get_cpuid(0x80000001, &a, &b, &c, &d) || !(c & LZCNT)) return 1;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & AVX2_BMI) != AVX2_BMI) return 1;
  if ((b & AVX512_F_DQ_CD_BW_VL) != AVX512_F_DQ_CD_BW_VL || (saved_states() & 0xe6) != 0xe6) return 3;
  return 4;
}

#if BUILT == 1

/* Becomes the program of that name and level, if it is installed; a level's own program is not looked for again. */
static void become(const char *directory, const char *name, const char *level, char **arguments, char **environment) {
  char path[PATH_MAX];
  int length = snprintf(path, sizeof path, "%s/../lib/focald/%s/%s", directory, level, name);
  if (length < 0 || (size_t)length >= sizeof path) return;
  execve(path, arguments, environment);
}

__attribute__((constructor(101))) void focald_processor_check(int count, char **arguments, char **environment) {
  char self[PATH_MAX];
  int level = reached();
  if (level < 3 || count < 1) return;
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length <= 0) return;
  self[length] = 0;
  char *slash = strrchr(self, '/');
  if (slash == NULL) return;
  *slash = 0;
  if (level >= 4) become(self, slash + 1, "x86-64-v4", arguments, environment);
  become(self, slash + 1, "x86-64-v3", arguments, environment);
}

#else

__attribute__((constructor(101))) void focald_processor_check(int count, char **arguments, char **environment) {
  static const char said[] =
      "focald: this program was built for processors of the level " LEVEL
      ", which this one does not reach; build it with MARCH=x86-64\n";
  (void)count, (void)arguments, (void)environment;
  if (reached() >= BUILT) return;
  if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(70);
  _exit(70);
}

#endif

#else

#if defined(__aarch64__)
const char *focald_processor_level(void) { return "arm64"; }
#else
const char *focald_processor_level(void) { return "other"; }
#endif

void focald_processor_check(int count, char **arguments, char **environment) {
  (void)count, (void)arguments, (void)environment;
}

#endif
