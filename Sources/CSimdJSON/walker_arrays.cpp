#include "walker.hpp"

namespace focald {

using namespace simdjson;

Walker::Item Walker::array(simdjson_result<ondemand::array> opened, unsigned depth) noexcept {
  if (depth > FOCALD_JSON_MAX_DEPTH) return failed(focald_json_too_deep);
  ondemand::array elements_in;
  if (std::move(opened).get(elements_in)) return failed(focald_json_syntax);
  Elements elements;
  elements.start = numbers_.count();
  for (auto opened_element : elements_in) {
    Value element;
    if (std::move(opened_element).get(element)) return failed(focald_json_syntax);
    if (elements.form <= Form::number) {
      // The way a million numbers take: no detour over an item.
      std::string_view token = element.raw_json_token();
      double plain;
      if (!is_suspect(token) && !element.get_double().get(plain)) {
        if (!numbers_.push(plain)) return failed(focald_json_out_of_memory);
        elements.form = Form::number;
        elements.count++;
        continue;
      }
    }
    Item item = value(element, depth + 1);
    if (item.form == Form::failed || !add(elements, item, depth)) return {};
  }
  return close(elements, depth);
}

Walker::Item Walker::numbers(const NumberArray &array, unsigned depth) noexcept {
  if (depth + array.rank() > FOCALD_JSON_MAX_DEPTH + 1) return failed(focald_json_too_deep);
  size_t at = numbers_.count();
  // Once for all arrays, so that none is moved.
  if (at == 0 && !numbers_.reserve(skeleton_->number_count())) return failed(focald_json_out_of_memory);
  double *out = numbers_.extend(array.count());
  if (out == nullptr) return failed(focald_json_out_of_memory);
  if (!array.read(reading_, out)) return failed(focald_json_syntax);
  for (uint32_t axis = 0; axis < array.rank(); axis++) shapes_[depth][axis] = uint32_t(array.extent(axis));
  return {Form::tensor, array.rank(), at, 0};
}

bool Walker::add(Elements &elements, const Item &item, unsigned depth) noexcept {
  if (elements.form == Form::number && item.form == Form::number) {
    elements.count++;
    return numbers_.push(item.number) || fail(focald_json_out_of_memory);
  }
  uint32_t *shape = shapes_[depth] + 1, *row = shapes_[depth + 1];
  if (elements.form == Form::failed) {
    elements.form = item.form;
    elements.rank = item.rank;
    for (uint32_t axis = 0; axis < item.rank; axis++) shape[axis] = row[axis];
    if (item.form == Form::number) return add(elements, item, depth);
  } else if (elements.form != Form::node) {
    bool fits = elements.form == item.form && elements.rank == item.rank;
    for (uint32_t axis = 0; fits && axis < item.rank; axis++) fits = shape[axis] == row[axis];
    if (!fits && !scatter(elements, depth)) return false;
  }
  if (elements.form == Form::node) return link(elements, push_item(item, depth + 1));
  elements.count++;
  return true;
}

/// Gives every element read so far a node of its own.
bool Walker::scatter(Elements &elements, unsigned depth) noexcept {
  bool rows = elements.form == Form::tensor;
  Item item{elements.form, elements.rank, elements.start, 0};
  size_t extents_at = extents_.count(), size = 1, count = elements.count;
  uint32_t *shape = shapes_[depth] + 1;
  if (rows && !extents_.append(shape, elements.rank)) return fail(focald_json_out_of_memory);
  for (uint32_t axis = 0; axis < elements.rank; axis++) size *= shape[axis];
  elements.form = Form::node;
  elements.count = 0;
  for (size_t index = 0; index < count; index++, item.at += size) {
    item.number = numbers_[item.at];
    uint32_t node = rows ? push_tensor(item, uint32_t(extents_at)) : push_item(item, depth + 1);
    if (!link(elements, node)) return false;
  }
  // Lone numbers live in their nodes; an element read since then lies behind them and is never moved.
  if (!rows && numbers_.count() == elements.start + count) numbers_.truncate(elements.start);
  return true;
}

Walker::Item Walker::close(Elements &elements, unsigned depth) noexcept {
  if (elements.form == Form::failed || elements.form == Form::node) {
    focald_json_node node{};
    node.kind = focald_json_array;
    node.first = elements.first;
    node.count = uint32_t(elements.count);
    uint32_t index = push_node(node);
    return {index == FOCALD_JSON_NONE ? Form::failed : Form::node, 0, index, 0};
  }
  shapes_[depth][0] = uint32_t(elements.count);
  return {Form::tensor, elements.rank + 1, elements.start, 0};
}

bool Walker::link(Elements &elements, uint32_t node) noexcept {
  if (node == FOCALD_JSON_NONE) return false;
  (elements.last == FOCALD_JSON_NONE ? elements.first : nodes_[elements.last].next) = node;
  elements.last = node;
  elements.count++;
  return true;
}

uint32_t Walker::push_tensor(const Item &item, uint32_t extents_at) noexcept {
  focald_json_node node{};
  node.kind = focald_json_tensor;
  node.rank = item.rank;
  node.at = uint32_t(item.at);
  node.extents_at = extents_at;
  return push_node(node);
}

/// The node of an item that nothing absorbs; a tensor's shape is found at its depth.
uint32_t Walker::push_item(const Item &item, unsigned depth) noexcept {
  if (item.form == Form::node) return uint32_t(item.at);
  if (item.form == Form::tensor) {
    size_t extents_at = extents_.count();
    if (extents_.append(shapes_[depth], item.rank)) return push_tensor(item, uint32_t(extents_at));
    fail(focald_json_out_of_memory);
    return FOCALD_JSON_NONE;
  }
  focald_json_node node{};
  node.kind = focald_json_number;
  node.number = item.number;
  return push_node(node);
}

}  // namespace focald
