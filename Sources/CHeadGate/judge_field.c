#include "judge.h"
#include <string.h>

/* What the library's memory needs for each field and cookie beside its text. */
enum { field_cost = 64 };

static enum field_kind kind_of(const struct judge *j) {
  switch (j->name_length) {
  case 4: return memcmp(j->name, "host", 4) ? other_field : host_field;
  case 6: return memcmp(j->name, "cookie", 6) ? other_field : cookie_field;
  case 14: return memcmp(j->name, "content-length", 14) ? other_field : length_field;
  case 17: return memcmp(j->name, "transfer-encoding", 17) ? other_field : coding_field;
  default: return other_field;
  }
}

static void spend(struct judge *j, const struct cursor *c, size_t cost) {
  j->cost += (uint32_t)cost;
  if (j->cost > c->limits->head_bytes) judge_refuse(j, 431, "the head is too large");
}

static void on_line(struct judge *j, struct cursor *c) {
  c->line = c->at;
  if (*c->at == '\r') {
    c->at++;
    j->state = at_end_lf;
  } else if (is(*c->at, token_byte)) {
    j->name_length = 0;
    j->state = in_name;
    spend(j, c, field_cost);
  } else if (*c->at == ' ' || *c->at == '\t') {
    /* RFC 9112 §5.2 — a server refuses line folding; §2.2 — and blanks before the first field. */
    judge_refuse(j, 400, "a header field is folded over several lines");
  } else {
    judge_refuse(j, 400, *c->at == ':' ? "a header field has no name" : "a header field's name is not a token");
  }
}

/* Keeps what is read of a name in lower case; a token's other bytes become none of those that names are compared by. */
static void keep_name(struct judge *j, const uint8_t *bytes, size_t count) {
  size_t length = j->name_length, room = judge_name_room - length;
  if (count > room) count = room;
  for (size_t index = 0; index < count; index++) j->name[length + index] = (char)(bytes[index] | 0x20);
  j->name_length = (uint8_t)(length + count);
}

/* RFC 9112 §5.1 — no blank between name and colon. */
static void on_name(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  c->at = span(c->at, c->end, token_byte);
  keep_name(j, from, (size_t)(c->at - from));
  spend(j, c, (size_t)(c->at - from));
  if (j->state == refused || c->at == c->end) return;
  if (*c->at != ':') return judge_refuse(j, 400, "a header field's name is not a token followed by a colon");
  c->at++;
  j->kind = j->in_trailer ? other_field : kind_of(j);
  j->number = 0;
  j->digits = 0;
  j->blanks = 0;
  j->is_after_value = false;
  /* RFC 9112 §3.2 — exactly one Host. */
  if (j->kind == host_field && j->has_host) return judge_refuse(j, 400, "there is more than one Host header field");
  if (j->kind == coding_field && j->has_coding) return judge_refuse(j, 400, "there is more than one Transfer-Encoding");
  if (j->kind == host_field) j->has_host = true;
  if (j->kind == coding_field) j->has_coding = true;
  j->state = in_blank;
}

static void on_blank(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t')) c->at++;
  spend(j, c, (size_t)(c->at - from));
  if (j->state != refused && c->at < c->end) j->state = in_value;
}

/* Blanks after a value that is read here, which are no part of it (RFC 9112 §5.1). */
static void skip_blanks(struct judge *j, struct cursor *c) {
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t')) {
    j->is_after_value = true;
    j->blanks++;
    c->at++;
  }
}

/* RFC 9110 §8.6 — digits, and nothing else: no sign, no list. */
static void read_length(struct judge *j, struct cursor *c) {
  while (c->at < c->end && *c->at >= '0' && *c->at <= '9' && !j->is_after_value) {
    if (j->number > (INT64_MAX - 9) / 10) return judge_refuse(j, 413, "Content-Length is beyond every limit");
    j->number = j->number * 10 + (uint64_t)(*c->at - '0');
    j->digits = 1;
    c->at++;
  }
  if (j->digits) skip_blanks(j, c);
}

/* RFC 9112 §6.1 — chunked is the only transfer coding known here. */
static void read_coding(struct judge *j, struct cursor *c) {
  static const char chunked[] = "chunked";
  while (c->at < c->end && j->digits < 7 && lowercased(*c->at) == (uint8_t)chunked[j->digits]) {
    j->digits++;
    c->at++;
  }
  if (j->digits == 7) skip_blanks(j, c);
}

static void read_host(struct judge *j, struct cursor *c) {
  if (!j->is_after_value) c->at = span(c->at, c->end, host_byte);
  skip_blanks(j, c);
}

/* Each is copied by the library, and takes as much memory as a field. */
static void read_cookies(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  while (c->at < c->end && is(*c->at, value_byte)) {
    if (*c->at == ';' || *c->at == ',') {
      j->cost += field_cost;
      if (++j->items > c->limits->items) return judge_refuse(j, 431, "there are too many cookies");
    }
    c->at++;
  }
  j->cost += (uint32_t)(c->at - from);
}

static const char *complaint(const struct judge *j) {
  switch (j->kind) {
  case length_field: return "Content-Length is not a number";
  case coding_field: return "the only Transfer-Encoding taken is chunked";
  case host_field: return "the Host header field is not a host";
  default: return "a header field's value holds a byte that may not stand there";
  }
}

static void read_value(struct judge *j, struct cursor *c) {
  switch (j->kind) {
  case length_field: return read_length(j, c);
  case coding_field: return read_coding(j, c);
  case host_field: return read_host(j, c);
  case cookie_field: return read_cookies(j, c);
  default:
    c->at = span(c->at, c->end, value_byte);
  }
}

/* The value is whole: what it says of the body. */
static void take_value(struct judge *j) {
  if (j->kind == coding_field && j->digits < 7) return judge_refuse(j, 400, complaint(j));
  if (j->kind != length_field) return;
  if (!j->digits) return judge_refuse(j, 400, complaint(j));
  /* RFC 9112 §6.3 — differing lengths. */
  if (j->has_length && j->length != j->number) return judge_refuse(j, 400, "the Content-Length header fields differ");
  j->has_length = true;
  j->length = j->number;
}

static void on_value(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  read_value(j, c);
  if (j->state == refused) return;
  spend(j, c, (size_t)(c->at - from));
  if (j->state == refused || c->at == c->end) return;
  /* RFC 9110 §5.5 — CR, LF, NUL and other controls are invalid within a value. */
  if (*c->at != '\r') return judge_refuse(j, 400, complaint(j));
  take_value(j);
  if (j->state == refused) return;
  c->at++;
  j->state = at_value_lf;
}

/* The library takes `50 ` for no number and `chunked ` for another coding, though RFC 9112 §5.1 excludes such blanks from
   the value: they go. */
static void take_blanks_out(struct judge *j, struct cursor *c) {
  uint8_t *line_end = c->at - 2;
  memmove(line_end - j->blanks, line_end, (size_t)(c->end - line_end));
  c->at -= j->blanks;
  c->end -= j->blanks;
}

static void on_value_end(struct judge *j, struct cursor *c) {
  if (*c->at != '\n') return judge_refuse(j, 400, "a carriage return stands alone");
  c->at++;
  if (j->blanks && (j->kind == length_field || j->kind == coding_field)) take_blanks_out(j, c);
  j->state = at_field;
}

static void end_head(struct judge *j) {
  /* RFC 9112 §3.2 — HTTP/1.1 needs a Host. */
  if (!j->has_host && j->version > 0x10) return judge_refuse(j, 400, "there is no Host header field");
  /* RFC 9112 §6.1, §6.3 — two lengths; a coding in HTTP/1.0. */
  if (j->has_coding && j->has_length) {
    return judge_refuse(j, 400, "there are both Content-Length and Transfer-Encoding");
  }
  if (j->has_coding && j->version <= 0x10) {
    return judge_refuse(j, 400, "HTTP/1.0 has no Transfer-Encoding");
  }
  j->cost = 0;
  j->number = 0;
  j->digits = 0;
  j->state = j->has_coding ? in_size : j->length ? in_body : at_start;
}

static void on_end(struct judge *j, struct cursor *c) {
  if (*c->at != '\n') return judge_refuse(j, 400, "a carriage return stands alone");
  if (j->in_trailer) {
    j->in_trailer = false;
    j->blanks = 0;
    j->state = at_start;
  } else {
    j->blanks = 0;
    end_head(j);
  }
  if (j->state != refused) c->at++;
}

void judge_field(struct judge *j, struct cursor *c) {
  switch (j->state) {
  case at_field: return on_line(j, c);
  case in_name: return on_name(j, c);
  case in_blank: return on_blank(j, c);
  case in_value: return on_value(j, c);
  case at_value_lf: return on_value_end(j, c);
  default: return on_end(j, c);
  }
}
