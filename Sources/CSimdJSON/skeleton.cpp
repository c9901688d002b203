#include "skeleton.hpp"

#include <new>

#include "decimal.hpp"

namespace focald {
namespace {

const char *find(const char *p, const char *end, char wanted) {
  const void *found = p < end ? std::memchr(p, wanted, size_t(end - p)) : nullptr;
  return found == nullptr ? end : static_cast<const char *>(found);
}

/// Where a string ends that begins at `p`.
const char *skip_string(const char *p, const char *end) {
  for (p++; p < end && *p != '"'; p++) p += *p == '\\';
  return p < end ? p + 1 : end;
}

/// Where the last array that ends in a piece of text ends.
const char *after_last_bracket(const char *p, const char *end) {
  while (end > p && end[-1] != ']') end--;
  return end;
}

}  // namespace

Skeleton::~Skeleton() {
  for (size_t index = 0; index < holes_.count(); index++) delete holes_[index].array;
}

bool Skeleton::build(std::string_view text, const focald_json_reading &reading) noexcept {
  const char *p = text.data(), *end = p + text.size(), *kept = p;
  if (text.size() < reading.array_size || !text_.push('[')) return false;
  while (p < end) {
    if (*p == '"') {
      p = skip_string(p, end);
    } else if (*p != '[') {
      p++;
    } else {
      const char *array = p;
      while (p < end && (*p == '[' || is_space(*p))) p++;
      if (*p != '-' && (*p < '0' || *p > '9')) continue;
      // No string stands in it, and what closes last closes it.
      const char *quote = find(p, end, '"'), *close = after_last_bracket(p, quote);
      p = quote;
      if (size_t(close - array) < reading.array_size) continue;
      if (!keep(kept, array) || !take_out({array, size_t(close - array)}, reading)) return false;
      kept = close;
    }
  }
  static constexpr char zeros[padding] = {};
  return holes_.count() > 0 && keep(kept, end) && text_.push(']') && text_.append(zeros, padding);
}

bool Skeleton::keep(const char *from, const char *to) noexcept { return text_.append(from, size_t(to - from)); }

bool Skeleton::take_out(std::string_view text, const focald_json_reading &reading) noexcept {
  std::unique_ptr<NumberArray> array(new (std::nothrow) NumberArray(text));
  if (!array || !array->measure(reading) || !holes_.push({text_.count(), array.get()})) return false;
  number_count_ += array.release()->count();
  return text_.append("[]", 2);
}

const NumberArray *Skeleton::take(const char *place) noexcept {
  if (taken_ == holes_.count() || place != &text_[holes_[taken_].at]) return nullptr;
  return holes_[taken_++].array;
}

}  // namespace focald
