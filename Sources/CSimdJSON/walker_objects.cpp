#include <algorithm>

#include "walker.hpp"

namespace focald {

using namespace simdjson;

Walker::Item Walker::object(simdjson_result<ondemand::object> opened, unsigned depth) noexcept {
  if (depth > FOCALD_JSON_MAX_DEPTH) return failed(focald_json_too_deep);
  ondemand::object fields;
  if (std::move(opened).get(fields)) return failed(focald_json_syntax);
  Elements members;
  for (auto field : fields) {
    if (!member(field, members, depth)) return {};
  }
  if (!keys_differ(members)) return {};
  focald_json_node node{};
  node.kind = focald_json_object;
  node.first = members.first;
  node.count = uint32_t(members.count);
  uint32_t index = push_node(node);
  return {index == FOCALD_JSON_NONE ? Form::failed : Form::node, 0, index, 0};
}

bool Walker::member(simdjson_result<ondemand::field> opened, Elements &members, unsigned depth) noexcept {
  ondemand::field field;
  std::string_view key;
  uint32_t at, count;
  if (std::move(opened).get(field) || field.unescaped_key().get(key)) return fail(focald_json_syntax);
  if (!push_text(key, at, count)) return false;
  Item item = value(field.value(), depth + 1);
  if (item.form == Form::failed || !link(members, push_item(item, depth + 1))) return false;
  nodes_[members.last].key_at = at;
  nodes_[members.last].key_count = count;
  return true;
}

// By sorting, not hashing: no choice of keys makes it slow.
bool Walker::keys_differ(const Elements &members) noexcept {
  if (members.count < 2) return true;
  keys_.truncate(0);
  if (!keys_.reserve(members.count)) return fail(focald_json_out_of_memory);
  for (uint32_t i = members.first; i != FOCALD_JSON_NONE; i = nodes_[i].next) keys_.push(i);
  auto key = [this](uint32_t i) {
    return std::string_view(nodes_[i].key_count ? &text_[nodes_[i].key_at] : "", nodes_[i].key_count);
  };
  uint32_t *first = &keys_[0], *last = first + keys_.count();
  std::sort(first, last, [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  uint32_t *twice = std::adjacent_find(first, last, [&](uint32_t a, uint32_t b) { return key(a) == key(b); });
  return twice == last || fail(focald_json_duplicate_key);
}

}  // namespace focald
