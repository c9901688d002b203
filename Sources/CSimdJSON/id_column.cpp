#include "id_column.hpp"

#include <random>

namespace focald {
namespace {

uint64_t process_key() {
  static const uint64_t key = [] {
    std::random_device device;
    return uint64_t(device()) << 32 | device();
  }();
  return key;
}

/// The product's halves, one over the other (Yi, «wyhash», 2019).
inline uint64_t mix(uint64_t a, uint64_t b) {
  __uint128_t product = __uint128_t(a) * b;
  return uint64_t(product) ^ uint64_t(product >> 64);
}

uint64_t hash(std::string_view text) {
  const uint64_t key = process_key() | 1;
  uint64_t state = key ^ text.size();
  const char *p = text.data();
  size_t left = text.size();
  for (; left >= 8; left -= 8, p += 8) {
    uint64_t chunk;
    std::memcpy(&chunk, p, 8);
    state = mix(state ^ chunk ^ 0x9E3779B97F4A7C15, key);
  }
  uint64_t rest = 0;
  std::memcpy(&rest, p, left);
  return mix(mix(state ^ rest, key), 0xE7037ED1A0B428DB);
}

}  // namespace

std::string_view TextTable::operator[](size_t place) const {
  size_t start = place == 0 ? 0 : ends_[place - 1];
  return {ends_[place] > start ? &texts_[start] : "", ends_[place] - start};
}

size_t TextTable::slot(std::string_view text) const {
  size_t mask = slots_.count() - 1, at = size_t(hash(text)) & mask;
  while (slots_[at] != 0 && (*this)[slots_[at] - 1] != text) at = (at + 1) & mask;
  return at;
}

bool TextTable::grow() {
  size_t capacity = slots_.count() == 0 ? 64 : 2 * slots_.count();
  slots_.truncate(0);
  uint32_t *slots = slots_.extend(capacity);
  if (slots == nullptr) return false;
  std::memset(slots, 0, capacity * sizeof(uint32_t));
  for (size_t place = 0; place < count(); place++) slots_[slot((*this)[place])] = uint32_t(place + 1);
  return true;
}

int64_t TextTable::place(std::string_view text) {
  // Rows of one image mostly follow each other.
  if (last_ < count() && (*this)[last_] == text) return int64_t(last_);
  if (count() * 2 >= slots_.count() && !grow()) return -1;
  size_t at = slot(text);
  if (slots_[at] == 0) {
    if (count() >= UINT32_MAX / 4 || !texts_.append(text.data(), text.size()) || !ends_.push(texts_.count())) return -1;
    slots_[at] = uint32_t(count());
  }
  last_ = slots_[at] - 1;
  return int64_t(last_);
}

void TextTable::clear() {
  texts_.clear();
  ends_.clear();
  slots_.clear();
  last_ = 0;
}

void TextTable::release(focald_ids &ids) {
  ids.text_count = count();
  ids.texts = texts_.release();
  ids.text_ends = ends_.release();
}

bool IDColumn::push(int64_t integer) {
  if (__builtin_expect(!has_texts_, 1)) {
    has_integers_ = true;
    return values_.push(integer);
  }
  return push(integer, false);
}

bool IDColumn::push(std::string_view text) {
  int64_t place = table_.place(text);
  return place >= 0 && push(place, true);
}

bool IDColumn::push(int64_t value, bool is_text) {
  bool is_mixed = kinds_.count() > 0 || (is_text ? has_integers_ : has_texts_);
  if (is_mixed && !begin_mixing()) return false;
  (is_text ? has_texts_ : has_integers_) = true;
  return values_.push(value) && (!is_mixed || kinds_.push(is_text));
}

/// Notes the kinds of the rows so far, if they are not noted.
bool IDColumn::begin_mixing() {
  if (kinds_.count() == values_.count()) return true;
  uint8_t *kinds = kinds_.extend(values_.count());
  if (kinds != nullptr) std::memset(kinds, has_texts_, values_.count());
  return kinds != nullptr;
}

bool IDColumn::append(IDColumn &other) {
  bool copied = true;
  if (!other.has_texts_ && !has_texts_) {
    copied = values_.append(other.count() > 0 ? &other.values_[0] : nullptr, other.count());
    has_integers_ = has_integers_ || other.has_integers_;
  } else {
    copied = append_texts(other);
  }
  other.clear();
  return copied;
}

/// The other's texts get their places here once, not once a row. Its rows may lie in what was lent to it, further behind.
bool IDColumn::append_texts(const IDColumn &other) {
  Growable<int64_t> places;
  int64_t *place = places.extend(other.table_.count());
  if (place == nullptr && other.table_.count() > 0) return false;
  for (size_t text = 0; text < other.table_.count(); text++) {
    place[text] = table_.place(other.table_[text]);
    if (place[text] < 0) return false;
  }
  for (size_t row = 0; row < other.count(); row++) {
    int64_t value = other.values_[row];
    bool is_text = other.kinds_.count() > 0 ? other.kinds_[row] : other.has_texts_;
    if (!push(is_text ? place[value] : value, is_text)) return false;
  }
  return true;
}

void IDColumn::clear() {
  values_.clear();
  kinds_.clear();
  table_.clear();
  has_integers_ = has_texts_ = false;
}

void IDColumn::release(focald_ids &ids) {
  ids.count = count();
  ids.are_texts = has_texts_ && !has_integers_;
  ids.values = values_.release();
  ids.kinds = kinds_.release();
  table_.release(ids);
}

}  // namespace focald

void focald_free_ids(focald_ids *ids) {
  kept_memory_give(ids->values);
  kept_memory_give(ids->kinds);
  kept_memory_give(ids->texts);
  kept_memory_give(ids->text_ends);
  *ids = focald_ids{};
}
