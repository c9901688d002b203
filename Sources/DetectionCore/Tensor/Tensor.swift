/// A read-only, contiguous, row-major array of any rank.
///
/// Copies share the memory; the tensor keeps its owner (a request's body, another tensor) alive.
public struct Tensor<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The extents, outermost first; `[]` is a scalar, an extent of 0 an empty tensor.
  public let shape: Shape
  private let storage: Storage

  /// Owns or borrows the memory.
  ///
  /// `@unchecked Sendable`: nothing writes to the memory after the initialiser has returned.
  private final class Storage: @unchecked Sendable {
    let start: UnsafePointer<Element>
    private let owner: AnyObject?
    /// Whether someone has seen that every element is finite.
    let isKnownFinite: Bool

    init(borrowing start: UnsafePointer<Element>, owner: AnyObject, isKnownFinite: Bool) {
      self.start = start
      self.owner = owner
      self.isKnownFinite = isKnownFinite
    }

    init(count: Int, _ initialize: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows {
      let memory = TensorMemory<Element>.take(count)
      do {
        try initialize(UnsafeMutableBufferPointer(start: memory, count: count))
      } catch {
        TensorMemory.give(memory)
        throw error
      }
      start = UnsafePointer(memory)
      owner = nil
      isKnownFinite = false
    }

    deinit { if owner == nil { TensorMemory.give(UnsafeMutablePointer(mutating: start)) } }
  }

  /// A tensor whose memory is filled in by `initialize`, which must set every element.
  public init(shape: Shape, initializing initialize: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows {
    self.shape = shape
    storage = try Storage(count: shape.count, initialize)
  }

  /// A tensor of the array's elements, or `nil` if the shape wants another number of them.
  public init?(shape: Shape, elements: [Element]) {
    guard shape.count == elements.count else { return nil }
    self.init(shape: shape) { buffer in _ = buffer.initialize(fromContentsOf: elements) }
  }

  /// A vector of the array's elements.
  public init(_ elements: [Element]) {
    self.init(shape: Shape(vector: elements.count)) { buffer in _ = buffer.initialize(fromContentsOf: elements) }
  }

  /// One value, everywhere.
  public init(shape: Shape, repeating value: Element) {
    self.init(shape: shape) { $0.initialize(repeating: value) }
  }

  /// A view of foreign memory, which `owner` keeps alive; it must hold `shape.count` elements, aligned. Nobody looks for
  /// infinities and NaN where it is known that there are none.
  public init(
    shape: Shape, borrowing start: UnsafePointer<Element>, owner: AnyObject, isKnownFinite: Bool = false
  ) {
    self.shape = shape
    storage = Storage(borrowing: start, owner: owner, isKnownFinite: isKnownFinite)
  }

  /// Whether someone has seen that every element is finite.
  var isKnownFinite: Bool { storage.isKnownFinite }

  private init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// How many elements there are.
  public var count: Int { shape.count }

  /// The same elements under another shape, or `nil` if that wants another number of them. No copy.
  public func reshaped(_ shape: Shape) -> Tensor? {
    shape.count == self.shape.count ? Tensor(shape: shape, storage: storage) : nil
  }

  /// A view of row `index` of the outermost axis. No copy.
  public func row(_ index: Int) -> Tensor {
    precondition(shape.rank > 0 && index >= 0 && index < shape[0], "row out of range")
    let rowShape = shape.dropFirst()
    return Tensor(
      shape: rowShape, borrowing: storage.start + index * rowShape.count, owner: storage, isKnownFinite: isKnownFinite)
  }

  /// The elements, in row-major order, valid while `body` runs.
  @inline(__always)
  public func withElements<R, E: Error>(_ body: (UnsafeBufferPointer<Element>) throws(E) -> R) throws(E) -> R {
    try withExtendedLifetime(storage) { () throws(E) -> R in
      try body(UnsafeBufferPointer(start: storage.start, count: shape.count))
    }
  }

  /// The element at a flat, row-major position.
  public subscript(_ position: Int) -> Element {
    precondition(position >= 0 && position < shape.count, "position out of range")
    return storage.start[position]
  }

  /// A copy of the elements.
  public var elements: [Element] { withElements { Array($0) } }

  /// A tensor of the same shape, element by element.
  public func map<T>(_ transform: (Element) throws -> T) rethrows -> Tensor<T> {
    try Tensor<T>(shape: shape) { output in
      try withElements { input in
        for position in 0..<input.count { output.initializeElement(at: position, to: try transform(input[position])) }
      }
    }
  }
}

extension Tensor: Equatable where Element: Equatable {
  /// Equal shapes and equal elements.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withElements { a in right.withElements { b in a.elementsEqual(b) } }
  }
}
