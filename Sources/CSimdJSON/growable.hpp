#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "kept_memory.h"

namespace focald {

/// An array that grows by doubling and can be handed to C, whose it is then to give back by kept_memory_give. Out of memory
/// is a `false`, not an exception.
///
/// It may use a part of another's memory until that is full (`lend`). The lender must not grow meanwhile.
template <typename T>
class Growable {
  static_assert(std::is_trivially_copyable<T>::value, "moved with realloc");

 public:
  Growable() = default;
  Growable(const Growable &) = delete;
  Growable &operator=(const Growable &) = delete;
  ~Growable() {
    if (!is_borrowed_) kept_memory_give(start_);
  }

  size_t count() const { return count_; }
  T &operator[](size_t index) { return start_[index]; }
  const T &operator[](size_t index) const { return start_[index]; }
  void truncate(size_t count) { count_ = count; }

  bool push(const T &value) {
    if (__builtin_expect(count_ == capacity_, 0) && !reserve(1)) return false;
    start_[count_++] = value;
    return true;
  }

  /// The values may lie in what was lent.
  bool append(const T *values, size_t count) {
    if (!reserve(count)) return false;
    if (count > 0 && values != start_ + count_) std::memmove(start_ + count_, values, count * sizeof(T));
    count_ += count;
    return true;
  }

  /// Gives another array, which is empty, the room for `count` values from `place` on, which was reserved.
  void lend(size_t place, size_t count, Growable &other) {
    if (place > capacity_ || count > capacity_ - place) return;
    other.start_ = start_ + place;
    other.capacity_ = count;
    other.is_borrowed_ = true;
  }

  /// Room for that many more values, which the caller fills in; null if there is no memory.
  T *extend(size_t count) {
    if (!reserve(count)) return nullptr;
    T *start = start_ + count_;
    count_ += count;
    return start;
  }

  bool reserve(size_t additional) {
    if (additional <= capacity_ - count_) return true;
    size_t wanted = capacity_ == 0 ? first : capacity_ * 2;
    if (wanted < count_ + additional) wanted = count_ + additional;
    return resize(wanted);
  }

  /// Gives the memory away, cut to about what is used; null if that is nothing. What is borrowed is copied.
  T *release() {
    bool is_cut = count_ + spare < capacity_ || is_borrowed_;
    if (count_ > 0 && is_cut && !resize(count_) && is_borrowed_) count_ = 0;
    T *start = count_ > 0 ? start_ : nullptr;
    if (start == nullptr) clear();
    start_ = nullptr;
    count_ = capacity_ = 0;
    return start;
  }

  /// Lets go of everything.
  void clear() {
    if (!is_borrowed_) kept_memory_give(start_);
    start_ = nullptr;
    count_ = capacity_ = 0;
    is_borrowed_ = false;
  }

 private:
  /// As much as malloc hands out without a search; and what is not worth moving memory for.
  static constexpr size_t first = sizeof(T) < 128 ? 1024 / sizeof(T) : 8, spare = 4096 / sizeof(T) + 1;

  T *start_ = nullptr;
  size_t count_ = 0;
  size_t capacity_ = 0;
  bool is_borrowed_ = false;

  bool resize(size_t capacity) {
    void *moved = kept_memory_resize(is_borrowed_ ? nullptr : start_, capacity * sizeof(T));
    if (moved == nullptr) return false;
    if (is_borrowed_ && count_ > 0) std::memcpy(moved, start_, count_ * sizeof(T));
    is_borrowed_ = false;
    start_ = static_cast<T *>(moved);
    capacity_ = capacity;
    kept_memory_advise_large_pages(start_, capacity_ * sizeof(T));
    return true;
  }
};

}  // namespace focald
