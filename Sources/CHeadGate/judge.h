/* The judge: a strict reader of HTTP/1.x requests, byte by byte, that keeps no text but a field's name. It follows the
   framing itself (Content-Length, chunks, trailers), so that it knows where the next head begins. Pure: no sockets. */
#pragma once
#include "classes.h"
#include "head_gate.h"
#include <stddef.h>

enum judge_state {
  /* Between requests, and the request line. */
  at_start, at_start_lf, in_method, in_target, in_version, at_line_lf,
  /* Field lines, of a head or of a trailer. */
  at_field, in_name, in_blank, in_value, at_value_lf, at_end_lf,
  /* A body of known length. */
  in_body,
  /* Chunks. */
  in_size, in_extension, at_size_lf, in_data, at_data_cr, at_data_lf,
  /* Over. */
  refused,
};

enum field_kind { other_field, host_field, length_field, coding_field, cookie_field };

enum { judge_name_room = 20 };

struct judge {
  uint8_t state, kind, version, name_length;
  /* Digits of a number, letters of `HTTP/1.1` or of `chunked` read so far. */
  uint8_t digits;
  /* Blanks after the value of a field: those of a number or a coding are taken out. */
  bool is_after_value;
  bool in_query, has_target, has_length, has_coding, has_host, in_trailer;
  /* Whether it was a body, not a head, that was refused. */
  bool refused_in_body;
  uint16_t blanks, status;
  uint32_t items, cost;
  /* Heads begun. */
  uint32_t begun;
  /* What is left of a body or a chunk; the number being read. */
  uint64_t length, number;
  const char *reason;
  /* What the library gets instead of the line that is bad. */
  const char *filler;
  char name[judge_name_room];
};

/* What may become of the bytes judged. */
struct judged {
  /* From the first on: whole lines and body bytes, which the library may have. */
  size_t pass;
  /* After them: the beginning of a line, which must wait. Nothing, where the judge has refused. */
  size_t keep;
};

/* Judges `count` bytes at `bytes + known`, the continuation of `known` bytes kept before. May move bytes towards the front:
   blanks that the library misreads are taken out. */
struct judged judge_bytes(
    struct judge *judge, const struct head_gate_limits *limits, uint8_t *bytes, size_t known, size_t count);

/* Refuses what is being read. */
void judge_refuse(struct judge *judge, int status, const char *reason);

/* Whether a head has begun and has not ended. */
static inline bool judge_is_in_head(const struct judge *judge) {
  return judge->state > at_start_lf && judge->state <= at_end_lf && !judge->in_trailer;
}

/* Internal to the judge: what each state does with the bytes from `at` on. */
struct cursor {
  uint8_t *at, *end;
  /* The first byte that the library may not have yet. */
  uint8_t *line;
  const struct head_gate_limits *limits;
};
void judge_request_line(struct judge *judge, struct cursor *cursor);
void judge_field(struct judge *judge, struct cursor *cursor);
void judge_content(struct judge *judge, struct cursor *cursor);
