#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "kept_memory.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace focald {

/// An array that grows by doubling and can be handed to C, whose it is then to give back by kept_memory_give. Out of memory is a `false`, not an exception.
template <typename T>
class Growable {
  static_assert(std::is_trivially_copyable<T>::value, "moved with realloc");

 public:
  Growable() = default;
  Growable(const Growable &) = delete;
  Growable &operator=(const Growable &) = delete;
  ~Growable() { kept_memory_give(start_); }

  size_t count() const { return count_; }
  T &operator[](size_t index) { return start_[index]; }
  const T &operator[](size_t index) const { return start_[index]; }
  void truncate(size_t count) { count_ = count; }

  bool push(const T &value) {
    if (__builtin_expect(count_ == capacity_, 0) && !reserve(1)) return false;
    start_[count_++] = value;
    return true;
  }

  bool append(const T *values, size_t count) {
    if (!reserve(count)) return false;
    if (count > 0) std::memcpy(start_ + count_, values, count * sizeof(T));
    count_ += count;
    return true;
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

  /// Gives the memory away, cut to about what is used; null if that is nothing.
  T *release() {
    if (count_ > 0 && count_ + spare < capacity_) resize(count_);
    T *start = count_ > 0 ? start_ : nullptr;
    if (start == nullptr) kept_memory_give(start_);
    start_ = nullptr;
    count_ = capacity_ = 0;
    return start;
  }

 private:
  /// As much as malloc hands out without a search; and what is not worth moving memory for.
  static constexpr size_t first = sizeof(T) < 128 ? 1024 / sizeof(T) : 8, spare = 4096 / sizeof(T) + 1;

  T *start_ = nullptr;
  size_t count_ = 0;
  size_t capacity_ = 0;

  bool resize(size_t capacity) {
    void *moved = kept_memory_resize(start_, capacity * sizeof(T));
    if (moved == nullptr) return false;
    start_ = static_cast<T *>(moved);
    capacity_ = capacity;
    ask_for_large_pages();
    return true;
  }

  /// Where there is much memory: touching 16 MB for the first time takes 4,000 page faults else.
  void ask_for_large_pages() {
#ifdef MADV_HUGEPAGE
    constexpr uintptr_t page = 2 << 20;
    uintptr_t begin = (uintptr_t(start_) + page - 1) & ~(page - 1);
    uintptr_t end = (uintptr_t(start_) + capacity_ * sizeof(T)) & ~(page - 1);
    if (end > begin && end - begin >= page) madvise(reinterpret_cast<void *>(begin), end - begin, MADV_HUGEPAGE);
#endif
  }
};

}  // namespace focald
