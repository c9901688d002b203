#include <simdjson.h>

#include <cstring>
#include <memory>
#include <new>

#include "CSimdJSON.h"
#include "number.hpp"
#include "walker.hpp"

using namespace simdjson;

namespace {

/// A thread keeps its parser for the next document, unless this one has made it large.
constexpr size_t retained_capacity = 4 << 20;

thread_local std::unique_ptr<ondemand::parser> kept_parser;

focald_json_status status_of(error_code error) {
  return error == MEMALLOC || error == CAPACITY ? focald_json_out_of_memory : focald_json_syntax;
}

focald_json_status walk(
    focald::Walker &walker, ondemand::parser &parser, const char *text, size_t count, bool wrapped) {
  ondemand::document document;
  error_code error = parser.iterate(padded_string_view(text, count, count + SIMDJSON_PADDING)).get(document);
  if (error) return status_of(error);
  bool read = wrapped ? walker.read_only_element(document) : walker.read(document);
  return read ? focald_json_ok : walker.status;
}

/// On-Demand has a dialect for a document that is a lone scalar (a length limit for numbers, for one), and
/// clients do not send one: it is read as the one element of an array.
focald_json_status walk_scalar(
    focald::Walker &walker, ondemand::parser &parser, const char *text, size_t count) {
  std::unique_ptr<char[]> copy(new (std::nothrow) char[count + 2 + SIMDJSON_PADDING]);
  if (!copy) return focald_json_out_of_memory;
  copy[0] = '[';
  std::memcpy(&copy[1], text, count);
  copy[count + 1] = ']';
  std::memset(&copy[count + 2], 0, SIMDJSON_PADDING);
  return walk(walker, parser, copy.get(), count + 2, true);
}

/// Reads a document without large arrays of numbers, or one in which they are not what they look like.
focald_json_tape read_whole(ondemand::parser &parser, const char *text, size_t count) {
  focald_json_tape tape{};
  size_t start = 0;
  while (start < count && focald::is_space(text[start])) start++;
  focald::Walker walker;
  if (start == count) {
    tape.status = focald_json_syntax;
  } else if (text[start] == '[' || text[start] == '{') {
    tape.status = walk(walker, parser, text, count, false);
  } else {
    tape.status = walk_scalar(walker, parser, text, count);
  }
  if (tape.status == focald_json_ok) walker.release(tape);
  return tape;
}

/// Reads the large arrays of numbers apart from the rest. False: there are none, or something is wrong; what, is said
/// by reading the whole.
bool read_apart(
    ondemand::parser &parser, std::string_view text, const focald_json_reading &reading, focald_json_tape &tape) {
  focald::Skeleton skeleton;
  if (!skeleton.build(text, reading)) return false;
  focald::Walker walker(skeleton, reading);
  std::string_view rest = skeleton.text();
  if (walk(walker, parser, rest.data(), rest.size(), true) != focald_json_ok) return false;
  tape = focald_json_tape{};
  walker.release(tape);
  return true;
}

}  // namespace

focald_json_tape focald_json_read(const char *text, size_t count, focald_json_reading reading) {
  focald_json_tape tape{};
  tape.status = focald_json_out_of_memory;
  if (!kept_parser) kept_parser.reset(new (std::nothrow) ondemand::parser);
  if (!kept_parser) return tape;
  if (!read_apart(*kept_parser, {text, count}, reading, tape)) tape = read_whole(*kept_parser, text, count);
  if (kept_parser->capacity() > retained_capacity) kept_parser.reset();
  return tape;
}

void focald_json_free(focald_json_tape *tape) {
  kept_memory_give(tape->nodes);
  kept_memory_give(tape->text);
  kept_memory_give(tape->numbers);
  kept_memory_give(tape->extents);
  *tape = focald_json_tape{};
}
