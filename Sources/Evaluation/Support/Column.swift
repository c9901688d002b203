/// Memory for a column that several threads fill in, each its own elements.
///
/// `@unchecked Sendable`: threads write to different elements, and the one that starts them waits for them before it reads.
final class Column<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int, repeating value: Element) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    start.initialize(repeating: value, count: max(count, 1))
  }

  /// Every element must be written before it is read.
  init(uninitialized count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
  }

  deinit { start.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }

  /// An element; `nil` behind the end.
  func element(_ index: Int) -> Element? { index < count ? start[index] : nil }

  /// A copy.
  var elements: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
