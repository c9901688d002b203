#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// COCO files straight into columns, in plain C. A text is a value of its own: a member of a body, a part of a form, a
// file. The memory in which it lies ends in 64 zero bytes, which need not follow the text itself.

#ifdef __cplusplus
extern "C" {
#endif

typedef enum focald_records_status {
  focald_records_ok,
  /// Not JSON; what is wrong a slower reader says.
  focald_records_syntax,
  focald_records_wrong_type,
  focald_records_missing,
  focald_records_duplicate_key,
  /// An id with a fraction or an exponent.
  focald_records_not_whole,
  /// An id beyond 64 bits.
  focald_records_id_out_of_range,
  focald_records_number_out_of_range,
  /// A box of more or fewer than four numbers: `count` says how many.
  focald_records_box_length,
  /// A word that is none of those that may stand there.
  focald_records_invalid_choice,
  focald_records_too_deep,
  /// More rows than 32 bits can count.
  focald_records_too_many_rows,
  focald_records_out_of_memory,
} focald_records_status;

typedef enum focald_records_table {
  /// The value itself.
  focald_records_whole,
  focald_records_images,
  focald_records_categories,
  focald_records_annotations,
  focald_records_detections,
} focald_records_table;

/// The first thing that is wrong, in reading order.
typedef struct focald_records_fault {
  focald_records_status status;
  focald_records_table table;
  /// SIZE_MAX: the table itself.
  size_t row;
  /// Null: the row itself. Otherwise text of the program, or of the request (`attribute`).
  const char *member;
  size_t member_count;
  /// Place in a list, SIZE_MAX for none.
  size_t index;
  size_t count;
  /// The byte that the value begins with.
  char found;
} focald_records_fault;

/// Ids, one a row. Every pointer is malloc'ed or null; code that takes one over sets it to null.
typedef struct focald_ids {
  size_t count;
  /// The integer, or the place of the text in the table.
  int64_t *values;
  /// 1 where a row is a text; null: all rows are of one kind.
  uint8_t *kinds;
  /// The kind of all rows, where there are no `kinds`.
  bool are_texts;
  /// The distinct texts, one after the other in UTF-8, and where each ends.
  char *texts;
  size_t *text_ends;
  size_t text_count;
} focald_ids;

/// Texts, one a row.
typedef struct focald_texts {
  char *texts;
  size_t *ends;
  /// 0 where a row has none; null: the column was not asked for.
  uint8_t *present;
  size_t count;
} focald_texts;

/// A list of ids a row. `ends` is null if it was not asked for; `present` is 0 where a row has no list.
typedef struct focald_id_lists {
  focald_ids ids;
  size_t *ends;
  uint8_t *present;
} focald_id_lists;

typedef struct focald_detections {
  size_t count;
  focald_ids images, categories;
  double *boxes;   // four a row
  double *scores;
} focald_detections;

typedef struct focald_ground_truth {
  size_t image_count, category_count, object_count;
  focald_ids image_ids;
  double *sizes;  // width and height, 0 where missing; null if not asked for
  focald_id_lists negative, not_exhaustive;
  focald_texts attribute;
  focald_ids category_ids;
  focald_texts names;
  char *frequencies;  // r, c, f, or 0; null if not asked for
  /// Without a row if the objects have no ids.
  focald_ids object_ids;
  focald_ids object_images, object_categories;
  double *boxes;
  double *areas;    // NaN where missing; null if it is missing everywhere
  uint8_t *crowd;   // null if it is missing everywhere
  uint8_t *ignore;  // likewise
} focald_ground_truth;

/// What to read of images beside their ids; all else is skipped.
typedef struct focald_records_wants {
  bool sizes;
  /// `neg_category_ids`, `not_exhaustive_category_ids`, and the categories' `frequency`.
  bool federated;
  /// A member of images whose value is read as text; null for none.
  const char *attribute;
  size_t attribute_count;
  /// How deep the value lies in its document, 1 for a document by itself.
  unsigned depth;
} focald_records_wants;

/// Reads a COCO results list. Unless the status is ok, nothing is left to free. `reading` says how large arrays are
/// shared between processors, and changes nothing of what comes out.
focald_records_fault focald_read_detections(
    const char *text, size_t count, unsigned depth, focald_json_reading reading, focald_detections *out);
/// Reads a COCO object.
focald_records_fault focald_read_ground_truth(
    const char *text, size_t count, focald_records_wants wants, focald_json_reading reading, focald_ground_truth *out);
/// Reads a list of ids.
focald_records_fault focald_read_ids(const char *text, size_t count, focald_ids *out);

void focald_free_detections(focald_detections *records);
void focald_free_ground_truth(focald_ground_truth *records);
void focald_free_ids(focald_ids *ids);

/// A member of an object, as places in the text: the key without its quotes, as it is written, and the value.
typedef struct focald_json_member {
  size_t key, key_count, value, value_count;
} focald_json_member;

/// Finds the members of the object that a text is. What stands between brackets and quotes is not looked at. Returns how
/// many there are; SIZE_MAX if it is no object, or has more than `limit`.
size_t focald_json_members(const char *text, size_t count, focald_json_member *members, size_t limit);

#ifdef __cplusplus
}
#endif
