#pragma once
#include "id_column.hpp"
#include "json_cursor.hpp"

namespace focald {

/// The name of a member that is read; null: none is.
struct MemberName {
  const char *text = nullptr;
  size_t count = 0;
};

/// A table's rows are objects. A table says which members it reads (`names`, by number), which
/// every row must have (`required`, a bit each), and takes them in: `read` a member, `finish` a row, whose members with a
/// value are the bits of `given`. A table that is read in blocks lends them its memory (`lend`), and takes over their columns,
/// each by itself (`take`), and their rows (`add_count`). No row is shorter than `shortest_row`, the comma included.

struct DetectionTable {
  static constexpr focald_records_table table = focald_records_detections;
  static constexpr unsigned member_count = 4, column_count = 4;
  static constexpr size_t shortest_row = sizeof(R"({"image_id":1,"category_id":1,"bbox":[0,0,0,0],"score":1},)") - 1;
  static constexpr uint32_t required = 0b1111;
  MemberName names[member_count] = {{"image_id", 8}, {"category_id", 11}, {"bbox", 4}, {"score", 5}};

  IDColumn images, categories;
  Growable<double> boxes, scores;
  size_t count = 0;

  bool read(unsigned member, JSONCursor &cursor);
  bool finish(uint32_t given, JSONCursor &cursor);
  void lend(size_t row, size_t rows, DetectionTable &other);
  bool take(unsigned column, DetectionTable &other);
  void add_count(const DetectionTable &other) { count += other.count; }
  bool reserve(size_t rows);
};

struct AnnotationTable {
  static constexpr focald_records_table table = focald_records_annotations;
  static constexpr unsigned member_count = 7, column_count = 7;
  static constexpr size_t shortest_row = sizeof(R"({"image_id":1,"category_id":1,"bbox":[0,0,0,0]},)") - 1;
  static constexpr uint32_t required = 0b1110;
  MemberName names[member_count] = {{"id", 2},   {"image_id", 8}, {"category_id", 11}, {"bbox", 4},
                                    {"area", 4}, {"iscrowd", 7},  {"ignore", 6}};

  IDColumn ids, images, categories;
  Growable<double> boxes, areas;
  Growable<uint8_t> crowd, ignore;
  size_t count = 0;
  uint32_t ever_given = 0;

  bool read(unsigned member, JSONCursor &cursor);
  bool finish(uint32_t given, JSONCursor &cursor);
  void lend(size_t row, size_t rows, AnnotationTable &other);
  bool take(unsigned column, AnnotationTable &other);
  void add_count(const AnnotationTable &other) {
    count += other.count;
    ever_given |= other.ever_given;
  }
  bool reserve(size_t rows);
};

/// Texts, one a row.
class TextColumn {
 public:
  bool push(std::string_view text);
  bool push_none();
  void release(focald_texts &texts);

 private:
  Growable<char> texts_;
  Growable<size_t> ends_;
  Growable<uint8_t> present_;
};

/// A list of ids a row.
struct IDListColumn {
  IDColumn ids;
  Growable<size_t> ends;
  Growable<uint8_t> present;

  bool read(JSONCursor &cursor);
  bool finish(bool given);
  void release(focald_id_lists &lists);
};

struct ImageTable {
  static constexpr focald_records_table table = focald_records_images;
  static constexpr unsigned member_count = 6;
  static constexpr uint32_t required = 0b1;
  MemberName names[member_count] = {{"id", 2}, {}, {}, {}, {}, {}};

  IDColumn ids;
  Growable<double> sizes;
  IDListColumn negative, not_exhaustive;
  TextColumn attribute;
  size_t count = 0;

  explicit ImageTable(const focald_records_wants &wants);
  bool read(unsigned member, JSONCursor &cursor);
  bool finish(uint32_t given, JSONCursor &cursor);

 private:
  const focald_records_wants wants_;
  /// The member that is the attribute.
  unsigned attribute_ = 5;
  double width_ = 0, height_ = 0;
  bool has_attribute_ = false;

  bool read_plain(unsigned member, JSONCursor &cursor);
  bool read_attribute(const char *start, JSONCursor &cursor);
};

struct CategoryTable {
  static constexpr focald_records_table table = focald_records_categories;
  static constexpr unsigned member_count = 3;
  static constexpr uint32_t required = 0b1;
  MemberName names[member_count] = {{"id", 2}, {"name", 4}, {"frequency", 9}};

  IDColumn ids;
  TextColumn labels;
  Growable<char> frequencies;
  size_t count = 0;

  explicit CategoryTable(const focald_records_wants &wants);
  bool read(unsigned member, JSONCursor &cursor);
  bool finish(uint32_t given, JSONCursor &cursor);

 private:
  char frequency_ = 0;
};

/// Reads an id, an integer or a text, into a column.
bool read_id(JSONCursor &cursor, IDColumn &column);
/// Reads a string, or a number or truth value as it is written.
bool read_scalar(JSONCursor &cursor, std::string_view &text);

}  // namespace focald
