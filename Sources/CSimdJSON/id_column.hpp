#pragma once
#include <string_view>

#include "CSimdJSON.h"
#include "growable.hpp"

namespace focald {

/// Distinct texts, each with a place. A hash table whose hash is keyed by the process, so that no client can choose texts
/// that collide.
class TextTable {
 public:
  /// The place of a text, which is added where it is new; -1 if there is no memory.
  int64_t place(std::string_view text);
  std::string_view operator[](size_t place) const;
  size_t count() const { return ends_.count(); }
  void release(focald_ids &ids);
  void clear();

 private:
  Growable<char> texts_;
  Growable<size_t> ends_;
  Growable<uint32_t> slots_;  // place + 1; 0: free
  size_t last_ = 0;

  bool grow();
  size_t slot(std::string_view text) const;
};

/// A column of ids, integers or texts.
class IDColumn {
 public:
  size_t count() const { return values_.count(); }

  bool push(int64_t integer);
  bool push(std::string_view text);
  /// Appends the rows of another column, which is left empty.
  bool append(IDColumn &other);
  bool reserve(size_t count) { return values_.reserve(count); }
  void lend(size_t place, size_t count, IDColumn &other) { values_.lend(place, count, other.values_); }
  void release(focald_ids &ids);
  void clear();

 private:
  Growable<int64_t> values_;
  Growable<uint8_t> kinds_;  // only if both kinds are there
  bool has_integers_ = false, has_texts_ = false;
  TextTable table_;

  bool push(int64_t value, bool is_text);
  bool begin_mixing();
  bool append_texts(const IDColumn &other);
};

}  // namespace focald
