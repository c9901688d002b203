#include "walker.hpp"

#include "number.hpp"

namespace focald {

using namespace simdjson;

namespace {

/// The document has no `at_end` in 3.0.1, but past the last token there is no place to be.
bool at_end(ondemand::document &document) {
  const char *place;
  return document.current_location().get(place) == OUT_OF_BOUNDS;
}

}  // namespace

bool Walker::fail(focald_json_status why) noexcept {
  if (status == focald_json_ok) status = why;
  return false;
}

Walker::Item Walker::failed(focald_json_status why) noexcept {
  fail(why);
  return {};
}

bool Walker::read(ondemand::document &document) noexcept {
  ondemand::json_type type;
  if (document.type().get(type)) return fail(focald_json_syntax);
  bool is_array = type == ondemand::json_type::array;
  Item item = is_array ? array(document.get_array(), 1) : object(document.get_object(), 1);
  return item.form != Form::failed && (at_end(document) || fail(focald_json_syntax)) && finish(item);
}

bool Walker::read_only_element(ondemand::document &document) noexcept {
  ondemand::array elements;
  if (document.get_array().get(elements)) return fail(focald_json_syntax);
  size_t count = 0;
  Item item;
  for (auto element : elements) {
    Value only;
    if (++count > 1 || element.get(only)) return fail(focald_json_syntax);
    item = value(only, 1);
    if (item.form == Form::failed) return false;
  }
  return ((count == 1 && at_end(document)) || fail(focald_json_syntax)) && finish(item);
}

bool Walker::finish(const Item &item) noexcept {
  root_ = push_item(item, 1);
  return root_ != FOCALD_JSON_NONE;
}

Walker::Item Walker::value(Value value, unsigned depth) noexcept {
  std::string_view token = value.raw_json_token();
  switch (token.empty() ? '\0' : token[0]) {
    case '[':
      if (const NumberArray *apart = skeleton_ ? skeleton_->take(token.data()) : nullptr) return numbers(*apart, depth);
      return array(value.get_array(), depth);
    case '{': return object(value.get_object(), depth);
    case '"': return string(value);
    case 't': case 'f': case 'n': return literal(value);
  }
  Item item;
  if (number(value, token, item.number)) item.form = Form::number;
  return item;
}

Walker::Item Walker::string(Value value) noexcept {
  std::string_view text;
  if (value.get_string().get(text)) return failed(focald_json_syntax);
  focald_json_node node{};
  node.kind = focald_json_string;
  if (!push_text(text, node.at, node.count)) return {};
  uint32_t index = push_node(node);
  return {index == FOCALD_JSON_NONE ? Form::failed : Form::node, 0, index, 0};
}

Walker::Item Walker::literal(Value value) noexcept {
  bool truth = false, null = false;
  focald_json_node node{};
  if (!value.get_bool().get(truth)) {
    node.kind = truth ? focald_json_true : focald_json_false;
  } else if (!value.is_null().get(null) && null) {
    node.kind = focald_json_null;
  } else {
    return failed(focald_json_syntax);
  }
  uint32_t index = push_node(node);
  return {index == FOCALD_JSON_NONE ? Form::failed : Form::node, 0, index, 0};
}

bool Walker::number(Value &value, std::string_view token, double &number) noexcept {
  if (!is_suspect(token) && !value.get_double().get(number)) return true;
  // Left unconsumed, the value is skipped by the iterator.
  focald_json_status outcome = read_number(token, number);
  return outcome == focald_json_ok || fail(outcome);
}

uint32_t Walker::push_node(focald_json_node node) noexcept {
  size_t index = nodes_.count();
  node.next = FOCALD_JSON_NONE;
  if (index >= FOCALD_JSON_MAX_NODES) {
    fail(focald_json_too_many_values);
  } else if (!nodes_.push(node)) {
    fail(focald_json_out_of_memory);
  } else {
    return uint32_t(index);
  }
  return FOCALD_JSON_NONE;
}

bool Walker::push_text(std::string_view text, uint32_t &at, uint32_t &count) noexcept {
  at = uint32_t(text_.count());
  count = uint32_t(text.size());
  // simdjson takes at most 4 GiB, and unescaping only shortens: every place fits.
  return text_.append(text.data(), text.size()) || fail(focald_json_out_of_memory);
}

void Walker::release(focald_json_tape &tape) noexcept {
  tape.nodes = nodes_.release();
  tape.text = text_.release();
  tape.numbers = numbers_.release();
  tape.extents = extents_.release();
  tape.root = root_;
}

}  // namespace focald
