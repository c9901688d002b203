#include "CProcessor.h"

#include <unistd.h>

#if defined(__x86_64__) && defined(__AVX2__)

// Compilers take what -march names for granted, so that the answer would be constant: ask the processor itself.
#include <cpuid.h>

#define AVX2_BMI (1u << 5 | 1u << 3 | 1u << 8)
#define FMA_MOVBE_OSXSAVE_F16C (1u << 12 | 1u << 22 | 1u << 27 | 1u << 29)
#define AVX512_F_DQ_CD_BW_VL (1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31)

/// Which of the registers' states the system saves.
static unsigned saved_states(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static int is_enough(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  if ((c & FMA_MOVBE_OSXSAVE_F16C) != FMA_MOVBE_OSXSAVE_F16C || (saved_states() & 0x6) != 0x6) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & AVX2_BMI) != AVX2_BMI) return 0;
#if defined(__AVX512F__)
  if ((b & AVX512_F_DQ_CD_BW_VL) != AVX512_F_DQ_CD_BW_VL || (saved_states() & 0xe6) != 0xe6) return 0;
#endif
  return 1;
}

#if defined(__AVX512F__)
#define LEVEL "x86-64-v4"
#else
#define LEVEL "x86-64-v3"
#endif

__attribute__((constructor(101))) void focald_processor_check(void) {
  static const char said[] =
      "focald: this program was built for processors of the level " LEVEL
      ", which this one does not reach; build it without MARCH\n";
  if (is_enough()) return;
  if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(70);
  _exit(70);
}

#else

void focald_processor_check(void) {}

#endif
