#pragma once
#include <algorithm>
#include <atomic>
#include <memory>

#include "bytes.hpp"
#include "record_tables.hpp"

namespace focald {

/// `memcmp`, inline: the names of members are short, and there are four of them a row.
inline bool is_same(const char *a, const char *b, size_t count) {
  const auto word = [](const char *p, auto value) {
    std::memcpy(&value, p, sizeof value);
    return value;
  };
  if (count >= 8 && count <= 16) {
    return word(a, uint64_t()) == word(b, uint64_t()) &&
        word(a + count - 8, uint64_t()) == word(b + count - 8, uint64_t());
  }
  if (count >= 4 && count < 8) {
    return word(a, uint32_t()) == word(b, uint32_t()) &&
        word(a + count - 4, uint32_t()) == word(b + count - 4, uint32_t());
  }
  return std::memcmp(a, b, count) == 0;
}

/// Reads an array of objects into a table, row by row.
///
/// Rows of a file name their members in one order: where the last row had a member, the next row's is looked for first.
template <typename Table>
class RecordRows {
 public:
  RecordRows(Table &table, JSONCursor &cursor) : table_(table), cursor_(cursor) {
    std::fill_n(expected_, most_expected, no_member);
  }

  /// Reads rows from the start of one up to the end of the array, or to `stop`, which is where another row begins.
  /// `reached_stop`: whether the reading ended exactly there. Also ends before a row that would be one more than `limit`.
  bool read(const char *stop, bool &reached_stop, size_t limit = SIZE_MAX) {
    reached_stop = false;
    for (;;) {
      if (__builtin_expect(table_.count >= limit, 0)) return true;
      if (!row()) {
        cursor_.fault.table = Table::table;
        if (cursor_.fault.row == SIZE_MAX) cursor_.fault.row = table_.count;
        return false;
      }
      cursor_.skip_space();
      if (*cursor_.p == ']') return true;
      if (*cursor_.p != ',') {
        cursor_.fault.table = Table::table;
        return cursor_.fail(focald_records_syntax);
      }
      cursor_.p++;
      cursor_.skip_space();
      if (__builtin_expect(cursor_.p >= stop, 0)) {
        reached_stop = cursor_.p == stop;
        return true;
      }
    }
  }

 private:
  static constexpr unsigned no_member = Table::member_count, most_expected = 16;

  Table &table_;
  JSONCursor &cursor_;
  unsigned expected_[most_expected];

  bool row() {
    if (*cursor_.p != '{') return cursor_.wrong_type();
    cursor_.p++;
    cursor_.skip_space();
    uint32_t seen = 0, given = 0;
    for (unsigned place = 0; *cursor_.p != '}'; place++) {
      if (place > 0 && !cursor_.take(',')) return false;
      unsigned member = no_member;
      if (!key(place, member) || !cursor_.take(':')) return false;
      if (member == no_member) {
        if (!cursor_.skip_value(cursor_.level)) return false;
      } else {
        if (seen >> member & 1) return blame(member, cursor_.fail(focald_records_duplicate_key));
        seen |= 1u << member;
        if (!cursor_.skip_null()) {
          if (!table_.read(member, cursor_)) return blame(member, false);
          given |= 1u << member;
        }
      }
      cursor_.skip_space();
    }
    cursor_.p++;
    if (uint32_t missing = Table::required & ~given) {
      return blame(unsigned(__builtin_ctz(missing)), cursor_.fail(focald_records_missing));
    }
    if (table_.count >= INT32_MAX) return cursor_.fail(focald_records_too_many_rows);
    return table_.finish(given, cursor_);
  }

  bool blame(unsigned member, bool result) {
    cursor_.fault.member = table_.names[member].text;
    cursor_.fault.member_count = table_.names[member].count;
    return result;
  }

  /// Reads a key and the space behind it.
  bool key(unsigned place, unsigned &member) {
    if (*cursor_.p != '"') return cursor_.fail(focald_records_syntax);
    unsigned guess = place < most_expected ? expected_[place] : no_member;
    if (guess != no_member) {
      const MemberName &name = table_.names[guess];
      // A name is shorter than what can be read behind the end, or lies within.
      bool fits = name.count < 32 || size_t(cursor_.end - cursor_.p) > name.count + 1;
      if (fits && is_same(cursor_.p + 1, name.text, name.count) && cursor_.p[name.count + 1] == '"') {
        cursor_.p += name.count + 2;
        cursor_.skip_space();
        member = guess;
        return true;
      }
    }
    std::string_view text;
    if (!cursor_.string(text)) return false;
    cursor_.skip_space();
    for (member = 0; member < no_member; member++) {
      const MemberName &name = table_.names[member];
      if (name.text != nullptr && text == std::string_view(name.text, name.count)) break;
    }
    if (place < most_expected) expected_[place] = member;
    return true;
  }
};

/// Where a row seems to begin after `p`: an opening brace behind a closing one and a comma. It may stand in a string, or
/// in an array within a row: whether it does shows when the rows before it have been read.
inline const char *next_row(const char *p, const char *end) {
  for (; p < end; p++) {
    const void *found = std::memchr(p, '}', size_t(end - p));
    if (found == nullptr) return end;
    p = static_cast<const char *>(found);
    const char *next = p + 1;
    while (next < end && uint8_t(*next) <= ' ') next++;
    if (next >= end || *next != ',') continue;
    next++;
    while (next < end && uint8_t(*next) <= ' ') next++;
    if (next < end && *next == '{') return next;
  }
  return end;
}

/// Reads an array of objects into a table; a large one in blocks that all processors share.
///
/// A block begins where a row seems to. Whether one does is known when the rows of the block before end exactly there; the
/// first block begins with the first row, so all are known in the end. From a block on that does not end where the next
/// begins, the rest is read in one piece. What comes out, errors included, depends neither on threads nor on blocks.
template <typename Table>
class RecordBlocks {
 public:
  RecordBlocks(Table &table, JSONCursor &cursor, const focald_json_reading &reading)
      : table_(table), cursor_(cursor), reading_(reading) {}

  /// Reads from the bracket that opens to behind the one that closes; `close`: where that seems to be.
  bool read(const char *close) {
    if (*cursor_.p != '[') return cursor_.wrong_type();
    cursor_.p++;
    cursor_.skip_space();
    if (*cursor_.p != ']') {
      // Of a text that ends in space the array may seem to end before its first row.
      size_t count = close > cursor_.p ? size_t(close - cursor_.p) / std::max<size_t>(reading_.block_size, 1) : 0;
      bool is_read = count < 2 || reading_.perform == nullptr
          ? read_rest(close) : read_blocks(count, close);
      if (!is_read) return false;
    }
    if (*cursor_.p != ']') return cursor_.fail(focald_records_syntax);
    cursor_.p++;
    return true;
  }

 private:
  struct Block {
    Table table;
    JSONCursor cursor;
    /// Where the next block begins, and how many rows there may be up to there.
    const char *stop = nullptr;
    size_t most_rows = 0;
    bool is_read = false, reached_next = false;

    Block(const char *start, const JSONCursor &like) : cursor(start, like) {}
  };

  /// Owns its blocks.
  struct Blocks : Growable<Block *> {
    ~Blocks() {
      for (size_t index = 0; index < this->count(); index++) delete (*this)[index];
    }
  };

  Table &table_;
  JSONCursor &cursor_;
  const focald_json_reading reading_;

  bool read_rest(const char *stop) {
    bool reached = false;
    return RecordRows<Table>(table_, cursor_).read(stop, reached);
  }

  bool read_blocks(size_t count, const char *close) {
    Blocks blocks;
    const char *start = cursor_.p;
    for (size_t index = 0; index < count && start < close; index++) {
      Block *block = new (std::nothrow) Block(start, cursor_);
      if (block == nullptr || !blocks.push(block)) {
        delete block;
        return cursor_.fail(focald_records_out_of_memory);
      }
      start = next_row(cursor_.p + (index + 1) * reading_.block_size, close);
      if (start <= block->cursor.p) break;
    }
    for (size_t index = 0; index < blocks.count(); index++) {
      blocks[index]->stop = index + 1 < blocks.count() ? blocks[index + 1]->cursor.start : close;
    }
    perform<count_rows>(blocks);
    if (!lend(blocks)) return cursor_.fail(focald_records_out_of_memory);
    perform<read_block>(blocks);
    return merge(blocks, close);
  }

  template <void (*work)(Block &)>
  void perform(Blocks &blocks) {
    reading_.perform(blocks.count(), &blocks, [](void *context, size_t index) {
      work(*(*static_cast<Blocks *>(context))[index]);
    });
  }

  /// Every row has a brace of its own, and none is shorter than the shortest.
  static void count_rows(Block &block) {
    size_t count = size_t(block.stop - block.cursor.p);
    block.most_rows = std::min(count_bytes(block.cursor.p, count, '{'), count / Table::shortest_row + 1);
  }

  static void read_block(Block &block) {
    block.is_read = RecordRows<Table>(block.table, block.cursor).read(block.stop, block.reached_next, block.most_rows);
  }

  /// Lends each block a part of the table's memory, as much as its rows may need. Where rows hold no objects the blocks' rows
  /// then lie behind each other already.
  bool lend(Blocks &blocks) {
    size_t rows = 0;
    for (size_t index = 0; index < blocks.count(); index++) rows += blocks[index]->most_rows;
    if (!table_.reserve(rows)) return false;
    size_t first = 0;
    for (size_t index = 0; index < blocks.count(); index++) {
      Block &block = *blocks[index];
      table_.lend(first, block.most_rows, block.table);
      first += block.most_rows;
    }
    return true;
  }

  /// Puts the blocks' rows behind each other, as far as the blocks follow each other.
  bool merge(Blocks &blocks, const char *close) {
    size_t used = 0, rows = 0;
    for (bool follows = true; follows && used < blocks.count(); used++) {
      const Block &block = *blocks[used];
      cursor_.p = block.cursor.p;
      if (!block.is_read) {
        cursor_.fault = block.cursor.fault;
        if (cursor_.fault.row != SIZE_MAX) cursor_.fault.row += rows;
        return false;
      }
      rows += block.table.count;
      if (rows > INT32_MAX) return cursor_.fail(focald_records_too_many_rows);
      follows = block.reached_next;
    }
    if (!take(blocks, used)) return cursor_.fail(focald_records_out_of_memory);
    return blocks[used - 1]->reached_next || *cursor_.p == ']' || read_rest(close);
  }

  /// Takes the rows of the first blocks over, column by column, on all processors. False: there is no memory.
  bool take(Blocks &blocks, size_t used) {
    struct Taking {
      Table &table;
      Blocks &blocks;
      size_t used;
      bool is_taken[Table::column_count] = {};
    } taking{table_, blocks, used};
    reading_.perform(Table::column_count, &taking, [](void *context, size_t column) {
      Taking &own = *static_cast<Taking *>(context);
      bool taken = true;
      for (size_t index = 0; taken && index < own.used; index++) {
        taken = own.table.take(unsigned(column), own.blocks[index]->table);
      }
      own.is_taken[column] = taken;
    });
    for (size_t index = 0; index < used; index++) table_.add_count(blocks[index]->table);
    return std::all_of(taking.is_taken, taking.is_taken + Table::column_count, [](bool taken) { return taken; });
  }
};

}  // namespace focald
