#include "judge.h"

/* Of a chunk's size, leading zeros and all, and its extension. RFC 9112 §7.1.1 — a server limits their length. */
enum { size_line_bytes = 4096 };

/* Bytes of a body or a chunk; all of them pass. */
static void on_bytes(struct judge *j, struct cursor *c, enum judge_state next) {
  size_t there = (size_t)(c->end - c->at);
  size_t take = there < j->length ? there : (size_t)j->length;
  j->length -= take;
  c->at += take;
  if (j->length == 0) j->state = next;
}

/* RFC 9112 §7.1 — hexadecimal digits; nothing before or after them but an extension. */
static void on_size(struct judge *j, struct cursor *c) {
  if (!j->digits) c->line = c->at;
  while (c->at < c->end && is(*c->at, hex_byte)) {
    uint8_t digit = *c->at <= '9' ? *c->at - '0' : lowercased(*c->at) - 'a' + 10;
    if (j->number >> 59) return judge_refuse(j, 413, "a chunk is beyond every limit");
    j->number = j->number << 4 | digit;
    if (j->number > c->limits->chunk_bytes) return judge_refuse(j, 413, "a chunk is larger than a body may be");
    j->digits = 1;
    if (++j->cost > size_line_bytes) return judge_refuse(j, 400, "a chunk's size line is too long");
    c->at++;
  }
  if (c->at == c->end) return;
  if (!j->digits) return judge_refuse(j, 400, "a chunk has no size");
  if (*c->at != ';' && *c->at != '\r') return judge_refuse(j, 400, "a chunk's size is not a number");
  j->state = *c->at == ';' ? in_extension : at_size_lf;
  c->at++;
}

static void on_extension(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  c->at = span(c->at, c->end, value_byte);
  j->cost += (uint32_t)(c->at - from);
  if (j->cost > size_line_bytes) return judge_refuse(j, 400, "a chunk's size line is too long");
  if (c->at == c->end) return;
  if (*c->at != '\r') return judge_refuse(j, 400, "a chunk's extension holds a byte that may not stand there");
  c->at++;
  j->state = at_size_lf;
}

static void on_size_end(struct judge *j, struct cursor *c) {
  if (*c->at != '\n') return judge_refuse(j, 400, "a carriage return stands alone");
  c->at++;
  j->length = j->number;
  j->number = 0;
  j->digits = 0;
  j->cost = 0;
  j->in_trailer = j->length == 0;
  j->state = j->length ? in_data : at_field;
}

static void on_data_end(struct judge *j, struct cursor *c) {
  bool is_return = j->state == at_data_cr;
  if (is_return) c->line = c->at;
  if (*c->at != (is_return ? '\r' : '\n')) {
    return judge_refuse(j, 400, "a chunk does not end where its size says");
  }
  c->at++;
  j->state = is_return ? at_data_lf : in_size;
}

void judge_content(struct judge *j, struct cursor *c) {
  switch (j->state) {
  case in_body: return on_bytes(j, c, at_start);
  case in_size: return on_size(j, c);
  case in_extension: return on_extension(j, c);
  case at_size_lf: return on_size_end(j, c);
  case in_data: return on_bytes(j, c, at_data_cr);
  default: return on_data_end(j, c);
  }
}
