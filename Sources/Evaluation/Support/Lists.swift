/// An array that several threads fill in, each its own elements, of any type.
///
/// `@unchecked Sendable`: threads write to different elements, and the one that starts them waits for them before it reads.
final class Lists<Element: Sendable>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Element>

  init(count: Int, repeating value: Element) {
    buffer = .allocate(capacity: max(count, 1))
    buffer.initialize(repeating: value)
    self.count = count
  }

  let count: Int

  deinit {
    buffer.deinitialize()
    buffer.deallocate()
  }

  subscript(_ index: Int) -> Element {
    get { buffer[index] }
    set { buffer[index] = newValue }
  }

  /// A copy.
  var elements: [Element] { Array(buffer.prefix(count)) }
}
