#include "reference.h"
#include <string.h>
#include <strings.h>

enum verdict { good, half, bad };

struct stream {
  const uint8_t *bytes;
  size_t count, at;
};

struct text {
  const uint8_t *start;
  size_t count;
};

static bool is_token(uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("!#$%&'*+-.^_`|~", c));
}
static bool is_value(uint8_t c) { return c == '\t' || (c >= ' ' && c != 127); }
static bool is_target(uint8_t c) { return c > ' ' && c != 127; }
static bool is_host(uint8_t c) { return is_token(c) ? c != '#' && c != '^' && c != '`' && c != '|' : c && strchr("(),;=:[]", c); }

static size_t span(struct text text, bool (*belongs)(uint8_t)) {
  size_t count = 0;
  while (count < text.count && belongs(text.start[count])) count++;
  return count;
}
static struct text behind(struct text text, size_t count) { return (struct text){text.start + count, text.count - count}; }

/* The next line without its end. Half: it has none yet, and may still become a good one. */
static enum verdict next_line(struct stream *stream, struct text *line) {
  const uint8_t *start = stream->bytes + stream->at;
  size_t left = stream->count - stream->at;
  const uint8_t *feed = memchr(start, '\n', left);
  line->start = start;
  line->count = feed ? (size_t)(feed - start) : left;
  if (!feed) return half;
  stream->at += line->count + 1;
  if (line->count == 0 || start[line->count - 1] != '\r') return bad;
  line->count--;
  return good;
}

static bool is_request_line(struct text line) {
  size_t method = span(line, is_token);
  if (!method || method == line.count || line.start[method] != ' ') return false;
  line = behind(line, method + 1);
  size_t target = span(line, is_target);
  if (!target || line.count - target != 9 || memcmp(line.start + target, " HTTP/1.", 8)) return false;
  return line.start[target + 8] >= '0' && line.start[target + 8] <= '9';
}

struct fields {
  unsigned hosts, codings, lengths;
  uint64_t length;
};

static struct text trimmed(struct text text) {
  while (text.count && (*text.start == ' ' || *text.start == '\t')) text = behind(text, 1);
  while (text.count && (text.start[text.count - 1] == ' ' || text.start[text.count - 1] == '\t')) text.count--;
  return text;
}

static bool is_named(struct text name, const char *wanted) {
  return name.count == strlen(wanted) && !strncasecmp((const char *)name.start, wanted, name.count);
}

static bool take_length(struct fields *fields, struct text value) {
  uint64_t number = 0;
  if (!value.count) return false;
  for (size_t index = 0; index < value.count; index++) {
    if (value.start[index] < '0' || value.start[index] > '9') return false;
    if (number > (INT64_MAX - 9) / 10) return false;
    number = number * 10 + (uint64_t)(value.start[index] - '0');
  }
  if (fields->lengths++ && fields->length != number) return false;
  fields->length = number;
  return true;
}

static bool take_field(struct fields *fields, struct text line) {
  struct text name = {line.start, span(line, is_token)};
  if (!name.count || name.count == line.count || line.start[name.count] != ':') return false;
  struct text value = behind(line, name.count + 1);
  if (span(value, is_value) != value.count) return false;
  if (!fields) return true;
  value = trimmed(value);
  if (is_named(name, "host")) return fields->hosts++ == 0 && span(value, is_host) == value.count;
  if (is_named(name, "transfer-encoding")) return fields->codings++ == 0 && is_named(value, "chunked");
  return is_named(name, "content-length") ? take_length(fields, value) : true;
}

/* Field lines, and the empty line that ends them. */
static enum verdict read_fields(struct stream *stream, struct fields *fields) {
  for (;;) {
    struct text line;
    enum verdict verdict = next_line(stream, &line);
    if (verdict != good || line.count == 0) return verdict;
    if (!take_field(fields, line)) return bad;
  }
}

static enum verdict skip(struct stream *stream, uint64_t count) {
  if (stream->count - stream->at < count) return half;
  stream->at += count;
  return good;
}

static enum verdict read_chunk_size(struct stream *stream, uint64_t limit, uint64_t *size) {
  struct text line;
  enum verdict verdict = next_line(stream, &line);
  if (verdict != good) return verdict;
  size_t digits = 0;
  for (*size = 0; digits < line.count && strchr("0123456789abcdefABCDEF", line.start[digits]) && line.start[digits]; digits++) {
    uint8_t c = line.start[digits];
    *size = *size * 16 + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    if (*size > limit) return bad;
  }
  struct text extension = behind(line, digits);
  if (!digits || (extension.count && *extension.start != ';')) return bad;
  return span(extension, is_value) == extension.count ? good : bad;
}

static enum verdict read_chunks(struct stream *stream, uint64_t limit) {
  for (;;) {
    uint64_t size;
    enum verdict verdict = read_chunk_size(stream, limit, &size);
    if (verdict != good) return verdict;
    if (!size) return read_fields(stream, NULL);
    if ((verdict = skip(stream, size)) != good) return verdict;
    if (stream->count - stream->at >= 1 && stream->bytes[stream->at] != '\r') return bad;
    if (stream->count - stream->at >= 2 && stream->bytes[stream->at + 1] != '\n') return bad;
    if ((verdict = skip(stream, 2)) != good) return verdict;
  }
}

static enum verdict read_request(struct stream *stream, uint64_t limit) {
  struct text line;
  struct fields fields = {0};
  enum verdict verdict = next_line(stream, &line);
  if (verdict != good) return verdict;
  if (!is_request_line(line)) return bad;
  bool is_old = line.start[line.count - 1] == '0';
  if ((verdict = read_fields(stream, &fields)) != good) return verdict;
  if ((!fields.hosts && !is_old) || (fields.codings && (fields.lengths || is_old))) return bad;
  return fields.codings ? read_chunks(stream, limit) : skip(stream, fields.length);
}

struct reference_outcome reference_read(const uint8_t *bytes, size_t count, uint64_t chunk_limit) {
  struct stream stream = {bytes, count, 0};
  struct reference_outcome outcome = {0};
  for (;;) {
    unsigned blanks = 0;
    while (stream.count - stream.at >= 2 && !memcmp(bytes + stream.at, "\r\n", 2) && blanks < 16) {
      stream.at += 2;
      blanks++;
    }
    if (stream.at == count || (count - stream.at == 1 && bytes[stream.at] == '\r' && blanks < 16)) return outcome;
    outcome.begun++;
    enum verdict verdict = read_request(&stream, chunk_limit);
    outcome.is_bad = verdict == bad;
    if (verdict != good) return outcome;
    outcome.whole++;
  }
}
