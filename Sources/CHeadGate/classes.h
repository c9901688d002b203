/* Which bytes may stand where. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
  token_byte = 1,   /* RFC 9110 §5.6.2 tchar */
  value_byte = 2,   /* RFC 9110 §5.5: visible, blank, tab or obs-text */
  target_byte = 4,  /* RFC 9112 §3.2: no blank and no control; high bytes are left to the router */
  host_byte = 8,    /* RFC 3986 §3.2.2, and the colon before the port */
  hex_byte = 16,
  item_byte = 32,   /* a target byte that begins no query and no item of one */
};

extern const uint8_t head_gate_classes[256];

static inline bool is(uint8_t byte, int class) { return head_gate_classes[byte] & class; }
static inline uint8_t lowercased(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte | 32 : byte; }

/* The first byte that does not belong to the class. */
static inline uint8_t *span(uint8_t *at, const uint8_t *end, int class) {
  while (at < end && is(*at, class)) at++;
  return at;
}
