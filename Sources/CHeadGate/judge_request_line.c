#include "judge.h"

/* What the library's memory needs for each item of a query beside its text. */
enum { item_cost = 64, blank_lines = 16 };

static void begin_head(struct judge *j) {
  j->begun++;
  j->cost = j->items = 0;
  j->length = 0;
  j->digits = 0;
  j->blanks = 0;
  j->in_query = j->has_target = j->has_length = j->has_coding = j->has_host = j->in_trailer = false;
  j->state = in_method;
}

/* RFC 9112 §2.2 — empty lines before a request line are ignored; here, a few. */
static void on_start(struct judge *j, struct cursor *c) {
  c->line = c->at;
  if (*c->at == '\r') {
    if (++j->blanks > blank_lines) return judge_refuse(j, 400, "there are too many empty lines before the request");
    c->at++;
    j->state = at_start_lf;
  } else if (is(*c->at, token_byte)) {
    begin_head(j);
  } else {
    judge_refuse(j, 400, "the request line does not begin with a method");
  }
}

/* RFC 9110 §9.1 — a method is a token. RFC 9112 §3 — one space follows. */
static void on_method(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  c->at = span(c->at, c->end, token_byte);
  j->cost += (uint32_t)(c->at - from);
  if (j->cost > c->limits->head_bytes) return judge_refuse(j, 431, "the method is too long");
  if (c->at == c->end) return;
  if (*c->at != ' ') return judge_refuse(j, 400, "the method is not a token followed by one space");
  c->at++;
  j->state = in_target;
}

static void count_item(struct judge *j, const struct cursor *c) {
  j->cost += item_cost;
  if (++j->items > c->limits->items) judge_refuse(j, 414, "the query has too many items");
}

/* RFC 9112 §3.2 — no white space within a target. */
static void on_target(struct judge *j, struct cursor *c) {
  const uint8_t *from = c->at;
  c->at = span(c->at, c->end, item_byte);
  j->cost += (uint32_t)(c->at - from);
  if (c->at > from) j->has_target = true;
  if (j->cost > c->limits->head_bytes) return judge_refuse(j, 414, "the request target is too long");
  if (c->at == c->end) return;
  if (*c->at == '?' || *c->at == '&') {
    bool begins_item = j->in_query ? *c->at == '&' : *c->at == '?';
    if (*c->at == '?') j->in_query = true;
    j->has_target = true;
    c->at++;
    if (begins_item) count_item(j, c);
    return;
  }
  if (*c->at != ' ' || !j->has_target) {
    return judge_refuse(j, 400, "the request target holds a byte that may not stand there");
  }
  c->at++;
  j->items = 0;
  j->digits = 0;
  j->version = 0;
  j->state = in_version;
}

/* RFC 9112 §2.3 — `HTTP/` digit `.` digit, in capitals; RFC 9110 §15.6.6 — 505 for other major versions. */
static void on_version(struct judge *j, struct cursor *c) {
  static const char form[] = "HTTP/d.d";
  while (c->at < c->end && form[j->digits]) {
    bool wants_digit = form[j->digits] == 'd';
    if (wants_digit ? *c->at < '0' || *c->at > '9' : *c->at != form[j->digits]) {
      return judge_refuse(j, 400, "the request line does not end with HTTP/1.1 or HTTP/1.0");
    }
    if (wants_digit) j->version = (uint8_t)(j->version << 4 | (*c->at - '0'));
    j->digits++;
    c->at++;
  }
  if (c->at == c->end) return;
  if (*c->at != '\r') return judge_refuse(j, 400, "the request line does not end with HTTP/1.1 or HTTP/1.0");
  if (j->version >> 4 != 1) return judge_refuse(j, 505, "only HTTP/1.1 and HTTP/1.0 are understood");
  c->at++;
  j->state = at_line_lf;
}

/* RFC 9112 §2.2 — a carriage return that no line feed follows is invalid. */
static void on_line_feed(struct judge *j, struct cursor *c, enum judge_state next) {
  if (*c->at != '\n') return judge_refuse(j, 400, "a carriage return stands alone");
  c->at++;
  j->state = next;
}

void judge_request_line(struct judge *j, struct cursor *c) {
  switch (j->state) {
  case at_start: return on_start(j, c);
  case at_start_lf: return on_line_feed(j, c, at_start);
  case in_method: return on_method(j, c);
  case in_target: return on_target(j, c);
  case in_version: return on_version(j, c);
  default: return on_line_feed(j, c, at_field);
  }
}
