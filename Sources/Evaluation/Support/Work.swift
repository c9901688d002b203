import DetectionCore
import Synchronization

/// How long and on how many threads work may run. The bits of an answer depend on neither.
struct Work: Sendable {
  /// When it gives up.
  var deadline: Deadline = .never
  /// Whether several threads may share it.
  var isParallel = true

  /// Work that one thread does alone.
  static let here = Work(isParallel: false)

  /// Calls `body` once for each index below `count`, and not any more from the deadline on. A body answers whether it was
  /// done in time.
  func forEach(_ count: Int, _ body: @Sendable (Int) -> Bool) throws(EvaluationError) {
    let late = Atomic(false)
    @Sendable func step(_ index: Int) {
      guard !late.load(ordering: .relaxed) else { return }
      if deadline.isOver || !body(index) { late.store(true, ordering: .relaxed) }
    }
    if isParallel && count > 1 {
      Parallel.forEach(count, step)
    } else {
      for index in 0..<count { step(index) }
    }
    if late.load(ordering: .relaxed) { throw .deadlineExceeded }
  }

  /// Calls `body` with blocks of `size` elements, the last one shorter.
  func forBlocks(_ count: Int, of size: Int, _ body: @Sendable (Range<Int>) -> Void) throws(EvaluationError) {
    try forEach((count + size - 1) / size) { block in
      body(block * size..<min((block + 1) * size, count))
      return true
    }
  }

  /// The same for work that is linear and quick, whatever the time is.
  func shareBlocks(_ count: Int, of size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let blocks = (count + size - 1) / size
    @Sendable func step(_ block: Int) { body(block * size..<min((block + 1) * size, count)) }
    if isParallel && blocks > 1 {
      Parallel.forEach(blocks, step)
    } else {
      for block in 0..<blocks { step(block) }
    }
  }

  /// Throws when the time is over.
  func check() throws(EvaluationError) {
    if deadline.isOver { throw .deadlineExceeded }
  }
}
