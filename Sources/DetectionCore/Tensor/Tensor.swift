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

    init(borrowing start: UnsafePointer<Element>, owner: AnyObject) {
      self.start = start
      self.owner = owner
    }

    init(count: Int, _ initialize: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows {
      let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: Swift.max(count, 1))
      do {
        try initialize(UnsafeMutableBufferPointer(start: buffer.baseAddress, count: count))
      } catch {
        buffer.deallocate()
        throw error
      }
      // A buffer of capacity ≥ 1 always has an address.
      start = UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
      owner = nil
    }

    deinit { if owner == nil { start.deallocate() } }
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

  /// A view of foreign memory, which `owner` keeps alive; it must hold `shape.count` elements, aligned.
  public init(shape: Shape, borrowing start: UnsafePointer<Element>, owner: AnyObject) {
    self.shape = shape
    storage = Storage(borrowing: start, owner: owner)
  }

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
    return Tensor(shape: rowShape, borrowing: storage.start + index * rowShape.count, owner: storage)
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
