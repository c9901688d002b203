#include "record_tables.hpp"

#include <cmath>

namespace focald {
namespace {

bool kept(bool pushed, JSONCursor &cursor) { return pushed || cursor.fail(focald_records_out_of_memory); }

bool read_box(JSONCursor &cursor, Growable<double> &boxes) {
  double *box = boxes.extend(4);
  return kept(box != nullptr, cursor) && cursor.box(box);
}

bool read_number(JSONCursor &cursor, Growable<double> &column) {
  double number = 0;
  return cursor.number(number) && kept(column.push(number), cursor);
}

bool read_flag(JSONCursor &cursor, Growable<uint8_t> &column) {
  uint8_t flag = 0;
  return cursor.flag(flag) && kept(column.push(flag), cursor);
}

template <typename T>
bool take_column(Growable<T> &to, Growable<T> &from) {
  bool copied = to.append(from.count() > 0 ? &from[0] : nullptr, from.count());
  from.clear();
  return copied;
}

}  // namespace

bool read_id(JSONCursor &cursor, IDColumn &column) {
  if (*cursor.p == '"') {
    std::string_view text;
    return cursor.string(text) && kept(column.push(text), cursor);
  }
  int64_t integer = 0;
  return cursor.integer(integer) && kept(column.push(integer), cursor);
}

bool read_scalar(JSONCursor &cursor, std::string_view &text) {
  const char *start = cursor.p;
  if (*start == '"') return cursor.string(text);
  if (*start == '[' || *start == '{') return cursor.wrong_type();
  if (!cursor.skip_value(cursor.level)) return false;
  text = {start, size_t(cursor.p - start)};
  return true;
}

// Detections.

bool DetectionTable::read(unsigned member, JSONCursor &cursor) {
  switch (member) {
    case 0: return read_id(cursor, images);
    case 1: return read_id(cursor, categories);
    case 2: return read_box(cursor, boxes);
    default: return read_number(cursor, scores);
  }
}

bool DetectionTable::finish(uint32_t, JSONCursor &) {
  count++;
  return true;
}

bool DetectionTable::take(unsigned column, DetectionTable &other) {
  switch (column) {
    case 0: return take_column(boxes, other.boxes);
    case 1: return images.append(other.images);
    case 2: return categories.append(other.categories);
    default: return take_column(scores, other.scores);
  }
}

bool DetectionTable::reserve(size_t rows) {
  return images.reserve(rows) && categories.reserve(rows) && boxes.reserve(4 * rows) && scores.reserve(rows);
}

void DetectionTable::lend(size_t row, size_t rows, DetectionTable &other) {
  images.lend(row, rows, other.images);
  categories.lend(row, rows, other.categories);
  boxes.lend(4 * row, 4 * rows, other.boxes);
  scores.lend(row, rows, other.scores);
}

// Annotations.

bool AnnotationTable::read(unsigned member, JSONCursor &cursor) {
  switch (member) {
    case 0: return read_id(cursor, ids);
    case 1: return read_id(cursor, images);
    case 2: return read_id(cursor, categories);
    case 3: return read_box(cursor, boxes);
    case 4: return read_number(cursor, areas);
    case 5: return read_flag(cursor, crowd);
    default: return read_flag(cursor, ignore);
  }
}

bool AnnotationTable::finish(uint32_t given, JSONCursor &cursor) {
  count++;
  ever_given |= given;
  return kept(
      ((given & 1 << 4) != 0 || areas.push(std::nan(""))) && ((given & 1 << 5) != 0 || crowd.push(0)) &&
          ((given & 1 << 6) != 0 || ignore.push(0)),
      cursor);
}

bool AnnotationTable::take(unsigned column, AnnotationTable &other) {
  switch (column) {
    case 0: return take_column(boxes, other.boxes);
    case 1: return ids.append(other.ids);
    case 2: return images.append(other.images);
    case 3: return categories.append(other.categories);
    case 4: return take_column(areas, other.areas);
    case 5: return take_column(crowd, other.crowd);
    default: return take_column(ignore, other.ignore);
  }
}

bool AnnotationTable::reserve(size_t rows) {
  return ids.reserve(rows) && images.reserve(rows) && categories.reserve(rows) && boxes.reserve(4 * rows) &&
      areas.reserve(rows) && crowd.reserve(rows) && ignore.reserve(rows);
}

void AnnotationTable::lend(size_t row, size_t rows, AnnotationTable &other) {
  ids.lend(row, rows, other.ids);
  images.lend(row, rows, other.images);
  categories.lend(row, rows, other.categories);
  boxes.lend(4 * row, 4 * rows, other.boxes);
  areas.lend(row, rows, other.areas);
  crowd.lend(row, rows, other.crowd);
  ignore.lend(row, rows, other.ignore);
}

// Texts and lists.

bool TextColumn::push(std::string_view text) {
  return texts_.append(text.data(), text.size()) && ends_.push(texts_.count()) && present_.push(1);
}

bool TextColumn::push_none() { return ends_.push(texts_.count()) && present_.push(0); }

void TextColumn::release(focald_texts &texts) {
  texts.count = ends_.count();
  texts.texts = texts_.release();
  texts.ends = ends_.release();
  texts.present = present_.release();
}

bool IDListColumn::read(JSONCursor &cursor) {
  if (*cursor.p != '[') return cursor.wrong_type();
  cursor.p++;
  cursor.skip_space();
  for (size_t index = 0; *cursor.p != ']'; index++) {
    if (index > 0 && !cursor.take(',')) return false;
    if (!read_id(cursor, ids)) {
      cursor.fault.index = index;
      return false;
    }
    cursor.skip_space();
  }
  cursor.p++;
  return true;
}

bool IDListColumn::finish(bool given) { return ends.push(ids.count()) && present.push(given); }

void IDListColumn::release(focald_id_lists &lists) {
  ids.release(lists.ids);
  lists.ends = ends.release();
  lists.present = present.release();
}

// Images.

ImageTable::ImageTable(const focald_records_wants &wants) : wants_(wants) {
  if (wants.sizes) names[1] = {"width", 5}, names[2] = {"height", 6};
  if (wants.federated) names[3] = {"neg_category_ids", 16}, names[4] = {"not_exhaustive_category_ids", 27};
  if (wants.attribute == nullptr) return;
  for (unsigned member = 0; member < 5; member++) {
    bool is_same = names[member].text != nullptr && names[member].count == wants.attribute_count &&
        std::memcmp(names[member].text, wants.attribute, wants.attribute_count) == 0;
    if (is_same) attribute_ = member;
  }
  if (attribute_ == 5) names[5] = {wants.attribute, wants.attribute_count};
}

bool ImageTable::read(unsigned member, JSONCursor &cursor) {
  if (wants_.attribute == nullptr || member != attribute_) return read_plain(member, cursor);
  const char *start = cursor.p;
  return (member == 5 || read_plain(member, cursor)) && read_attribute(start, cursor);
}

bool ImageTable::read_plain(unsigned member, JSONCursor &cursor) {
  switch (member) {
    case 0: return read_id(cursor, ids);
    case 1: return cursor.number(width_);
    case 2: return cursor.number(height_);
    case 3: return negative.read(cursor);
    default: return not_exhaustive.read(cursor);
  }
}

/// The value at `start`, once more, as text.
bool ImageTable::read_attribute(const char *start, JSONCursor &cursor) {
  std::string_view text;
  cursor.p = start;
  has_attribute_ = true;
  return read_scalar(cursor, text) && kept(attribute.push(text), cursor);
}

bool ImageTable::finish(uint32_t given, JSONCursor &cursor) {
  count++;
  bool pushed = !wants_.sizes || (sizes.push(width_) && sizes.push(height_));
  pushed = pushed && (!wants_.federated || (negative.finish(given & 1 << 3) && not_exhaustive.finish(given & 1 << 4)));
  pushed = pushed && (wants_.attribute == nullptr || has_attribute_ || attribute.push_none());
  width_ = height_ = 0;
  has_attribute_ = false;
  return kept(pushed, cursor);
}

// Categories.

CategoryTable::CategoryTable(const focald_records_wants &wants) {
  if (!wants.federated) names[2] = {};
}

bool CategoryTable::read(unsigned member, JSONCursor &cursor) {
  std::string_view text;
  if (member == 0) return read_id(cursor, ids);
  if (!read_scalar(cursor, text)) return false;
  if (member == 1) return kept(labels.push(text), cursor);
  bool known = text == "r" || text == "c" || text == "f";
  if (known) frequency_ = text[0];
  return known || cursor.fail(focald_records_invalid_choice);
}

bool CategoryTable::finish(uint32_t given, JSONCursor &cursor) {
  count++;
  bool pushed = ((given & 1 << 1) != 0 || labels.push_none()) && frequencies.push(frequency_);
  frequency_ = 0;
  return kept(pushed, cursor);
}

}  // namespace focald
