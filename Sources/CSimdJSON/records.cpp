#include <new>

#include "number.hpp"
#include "record_rows.hpp"

namespace focald {
namespace {

bool begin(JSONCursor &cursor, const focald_json_reading &reading) {
  if (!is_utf8(cursor.p, size_t(cursor.end - cursor.p), reading)) return cursor.fail(focald_records_syntax);
  cursor.skip_space();
  return true;
}

/// Nothing but space follows, and nothing was read beyond the end.
bool finish(JSONCursor &cursor) {
  while (cursor.p < cursor.end && is_space(*cursor.p)) cursor.p++;
  return cursor.p == cursor.end || cursor.fail(focald_records_syntax);
}

/// Where an array seems to end that is all of the text, but for space.
const char *last_of(const JSONCursor &cursor) {
  const char *last = cursor.end;
  while (last > cursor.p && is_space(last[-1])) last--;
  return last;
}

/// Where the array that begins here seems to end.
const char *close_of(const JSONCursor &cursor) {
  const char *close = *cursor.p == '[' ? after_brackets(cursor.p, cursor.end) : nullptr;
  return close == nullptr ? cursor.end : close;
}

template <typename Table>
bool read_rows(Table &table, JSONCursor &cursor) {
  if (*cursor.p != '[') return cursor.wrong_type();
  cursor.p++;
  cursor.skip_space();
  bool reached = false;
  if (*cursor.p != ']' && !RecordRows<Table>(table, cursor).read(cursor.end, reached)) return false;
  if (*cursor.p != ']') return cursor.fail(focald_records_syntax);
  cursor.p++;
  return true;
}

class GroundTruth {
 public:
  GroundTruth(const focald_records_wants &wants, const focald_json_reading &reading)
      : images_(wants), categories_(wants), reading_(reading) {}

  bool read(JSONCursor &cursor) {
    static constexpr std::string_view names[] = {"images", "categories", "annotations"};
    if (*cursor.p != '{') return cursor.wrong_type();
    cursor.p++;
    cursor.skip_space();
    unsigned seen = 0, given = 0;
    for (bool is_first = true; *cursor.p != '}'; is_first = false) {
      std::string_view key;
      if (!is_first && !cursor.take(',')) return false;
      if (*cursor.p != '"') return cursor.fail(focald_records_syntax);
      if (!cursor.string(key)) return false;
      unsigned table = unsigned(std::find(names, names + 3, key) - names);
      cursor.skip_space();
      if (!cursor.take(':')) return false;
      cursor.level = 1;
      if (table == 3) {
        if (!cursor.skip_value(1)) return false;
      } else {
        // Tables are numbered from 1, in this order.
        cursor.fault.table = focald_records_table(table + 1);
        if (seen >> table & 1) return cursor.fail(focald_records_duplicate_key);
        seen |= 1u << table;
        if (!cursor.skip_null()) {
          given |= 1u << table;
          if (!read(table, cursor)) return false;
        }
        cursor.fault.table = focald_records_whole;
      }
      cursor.skip_space();
    }
    cursor.p++;
    if (unsigned missing = 7 & ~given) {
      cursor.fault.table = focald_records_table(__builtin_ctz(missing) + 1);
      return cursor.fail(focald_records_missing);
    }
    return true;
  }

  void release(focald_ground_truth &out, const focald_records_wants &wants);

 private:
  ImageTable images_;
  CategoryTable categories_;
  AnnotationTable annotations_;
  const focald_json_reading reading_;

  bool read(unsigned table, JSONCursor &cursor) {
    if (*cursor.p != '[') return cursor.wrong_type();
    cursor.level = 3;
    switch (table) {
      case 0: return read_rows(images_, cursor);
      case 1: return read_rows(categories_, cursor);
      default: return RecordBlocks<AnnotationTable>(annotations_, cursor, reading_).read(close_of(cursor));
    }
  }
};

template <typename T>
T *only_if(bool wanted, Growable<T> &column) {
  return wanted ? column.release() : nullptr;
}

void GroundTruth::release(focald_ground_truth &out, const focald_records_wants &wants) {
  out.image_count = images_.count;
  out.category_count = categories_.count;
  out.object_count = annotations_.count;
  images_.ids.release(out.image_ids);
  out.sizes = images_.sizes.release();
  images_.negative.release(out.negative);
  images_.not_exhaustive.release(out.not_exhaustive);
  images_.attribute.release(out.attribute);
  categories_.ids.release(out.category_ids);
  categories_.labels.release(out.names);
  out.frequencies = only_if(wants.federated, categories_.frequencies);
  annotations_.ids.release(out.object_ids);
  annotations_.images.release(out.object_images);
  annotations_.categories.release(out.object_categories);
  out.boxes = annotations_.boxes.release();
  out.areas = only_if(annotations_.ever_given >> 4 & 1, annotations_.areas);
  out.crowd = only_if(annotations_.ever_given >> 5 & 1, annotations_.crowd);
  out.ignore = only_if(annotations_.ever_given >> 6 & 1, annotations_.ignore);
}

focald_records_fault no_memory() {
  focald_records_fault fault{};
  fault.status = focald_records_out_of_memory;
  fault.row = fault.index = SIZE_MAX;
  return fault;
}

}  // namespace
}  // namespace focald

using namespace focald;

focald_records_fault focald_read_detections(
    const char *text, size_t count, unsigned depth, focald_json_reading reading, focald_detections *out) {
  *out = focald_detections{};
  JSONCursor cursor(text, text + count, depth);
  DetectionTable table;
  cursor.level = 2;
  cursor.fault.table = focald_records_detections;
  if (!begin(cursor, reading) || !RecordBlocks<DetectionTable>(table, cursor, reading).read(last_of(cursor)) ||
      !finish(cursor)) {
    return cursor.fault;
  }
  out->count = table.count;
  table.images.release(out->images);
  table.categories.release(out->categories);
  out->boxes = table.boxes.release();
  out->scores = table.scores.release();
  return cursor.fault;
}

focald_records_fault focald_read_ground_truth(
    const char *text, size_t count, focald_records_wants wants, focald_json_reading reading, focald_ground_truth *out) {
  *out = focald_ground_truth{};
  JSONCursor cursor(text, text + count, wants.depth);
  std::unique_ptr<GroundTruth> records(new (std::nothrow) GroundTruth(wants, reading));
  if (!records) return no_memory();
  if (begin(cursor, reading) && records->read(cursor) && finish(cursor)) records->release(*out, wants);
  return cursor.fault;
}

focald_records_fault focald_read_ids(const char *text, size_t count, focald_ids *out) {
  *out = focald_ids{};
  JSONCursor cursor(text, text + count, 1);
  IDListColumn column;
  if (begin(cursor, focald_json_reading{}) && column.read(cursor) && finish(cursor)) column.ids.release(*out);
  return cursor.fault;
}

void focald_free_detections(focald_detections *records) {
  focald_free_ids(&records->images);
  focald_free_ids(&records->categories);
  kept_memory_give(records->boxes);
  kept_memory_give(records->scores);
  *records = focald_detections{};
}

namespace {

void free_texts(focald_texts &texts) {
  kept_memory_give(texts.texts);
  kept_memory_give(texts.ends);
  kept_memory_give(texts.present);
}

void free_lists(focald_id_lists &lists) {
  focald_free_ids(&lists.ids);
  kept_memory_give(lists.ends);
  kept_memory_give(lists.present);
}

}  // namespace

void focald_free_ground_truth(focald_ground_truth *records) {
  focald_free_ids(&records->image_ids);
  kept_memory_give(records->sizes);
  free_lists(records->negative);
  free_lists(records->not_exhaustive);
  free_texts(records->attribute);
  focald_free_ids(&records->category_ids);
  free_texts(records->names);
  kept_memory_give(records->frequencies);
  focald_free_ids(&records->object_ids);
  focald_free_ids(&records->object_images);
  focald_free_ids(&records->object_categories);
  kept_memory_give(records->boxes);
  kept_memory_give(records->areas);
  kept_memory_give(records->crowd);
  kept_memory_give(records->ignore);
  *records = focald_ground_truth{};
}
