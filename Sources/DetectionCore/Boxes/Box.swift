/// A box as two intervals.
struct Box<S: Scalar> {
  let x: Interval<S>
  let y: Interval<S>

  @inline(__always)
  init(x: Interval<S>, y: Interval<S>) {
    self.x = x
    self.y = y
  }

  /// Reads the four numbers of a row.
  @inline(__always)
  init(_ row: UnsafePointer<S>, _ format: BoxFormat) {
    let (h, v) = (format.xColumn, format.yColumn)
    x = Interval(row[h], row[h + 2], format.encoding)
    y = Interval(row[v], row[v + 2], format.encoding)
  }

  /// Writes the four numbers of a row; both intervals must be in the format's encoding.
  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>, _ format: BoxFormat) {
    let (h, v) = (format.xColumn, format.yColumn)
    row[h] = x.first
    row[h + 2] = x.second
    row[v] = y.first
    row[v + 2] = y.second
  }

  /// The same box, both intervals in another encoding.
  @inline(__always)
  func converted(to encoding: BoxFormat.AxisEncoding) -> Box {
    Box(x: x.converted(to: encoding), y: y.converted(to: encoding))
  }

  var isInverted: Bool { x.isInverted || y.isInverted }

  /// The same numbers in another precision.
  @inline(__always)
  func converted<T: Scalar>() -> Box<T> {
    Box<T>(
      x: Interval(T(x.first), T(x.second), x.encoding), y: Interval(T(y.first), T(y.second), y.encoding))
  }
}

/// A read-only list of boxes: a tensor (N, 4) that has been checked, with its format.
public struct Boxes<S: Scalar>: Sendable {
  /// The numbers as they were given, (N, 4).
  public let tensor: Tensor<S>
  /// How they name boxes.
  public let format: BoxFormat

  /// Checks that the tensor is (N, 4) and that no box is inverted or of negative size.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public init(_ tensor: Tensor<S>, format: BoxFormat = .xyxy) throws(DetectionError) {
    try tensor.check(.boxes, columns: 4)
    self.tensor = tensor
    self.format = format
    let inverted = tensor.withElements { elements in
      elements.baseAddress.map { Self.inverted($0, count: tensor.shape[0], format) } ?? []
    }
    guard inverted.isEmpty else { throw .invertedBoxes(.boxes, rows: inverted) }
  }

  /// The first rows that are inverted. Mostly none is, which is found out without a branch first.
  @inline(__always)
  private static func inverted(_ rows: UnsafePointer<S>, count: Int, _ format: BoxFormat) -> [Int] {
    var inverted: [Int] = []
    for start in stride(from: 0, to: count, by: 256) {
      let block = start..<min(start + 256, count)
      guard anyIsInverted(rows + 4 * start, count: block.count, format) else { continue }
      for row in block where inverted.count < reportedRows && Box(rows + 4 * row, format).isInverted {
        inverted.append(row)
      }
    }
    return inverted
  }

  @inline(__always)
  private static func anyIsInverted(_ rows: UnsafePointer<S>, count: Int, _ format: BoxFormat) -> Bool {
    format.encoding == .ends
      ? anyFails(rows, count, format, ahead: 2) { $0 .<= S.Wide.load($1 + 2) }
      : anyFails(rows, count, format, ahead: 0) { numbers, _ in numbers .>= 0 }
  }

  /// By vectors of whole rows: every number is compared, with 0 or with the one two places `ahead`, but only the columns 0
  /// and 1, or 2 and 3, decide.
  @inline(__always)
  private static func anyFails(
    _ rows: UnsafePointer<S>, _ count: Int, _ format: BoxFormat, ahead: Int,
    _ isRight: (S.Wide, UnsafePointer<S>) -> S.Wide.Mask
  ) -> Bool {
    var failures = S.Wide.zero.bits
    var next = 0
    while next &+ S.Wide.count <= 4 &* count &- ahead {
      let isRight = isRight(.load(rows + next), rows + next)
      failures = failures | S.Wide.choose(isRight, .zero, .one).bits
      next &+= S.Wide.count
    }
    let isFailed = withUnsafeTemporaryAllocation(of: S.self, capacity: S.Wide.count) { lanes in
      guard let start = lanes.baseAddress else { return false }
      S.Wide(bits: failures).store(to: start)
      return (0..<S.Wide.count).contains { $0 & 2 == 2 - ahead && start[$0] != 0 }
    }
    return isFailed || (next / 4..<count).contains { Box(rows + 4 * $0, format).isInverted }
  }

  /// Inverted rows that an error names at the most.
  static var reportedRows: Int { 20 }

  /// How many boxes there are.
  public var count: Int { tensor.shape[0] }

  /// One value a box, from its own row and those of `other` at the same index.
  @inline(__always)
  func withRows<R, E: Error>(_ body: (UnsafePointer<S>) throws(E) -> R) throws(E) -> R {
    try tensor.withElements { (elements) throws(E) -> R in
      // A tensor's memory always has an address, even when empty.
      try body(elements.baseAddress.unsafelyUnwrapped)
    }
  }

  /// The same boxes in another format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func converted(to other: BoxFormat) -> Boxes {
    guard other != format else { return self }
    let converted = Tensor<S>(shape: tensor.shape) { output in
      withRows { input in
        guard let base = output.baseAddress else { return }
        for row in 0..<count {
          Box(input + 4 * row, format).converted(to: other.encoding).write(to: base + 4 * row, other)
        }
      }
    }
    return Boxes(unchecked: converted, format: other)
  }

  init(unchecked tensor: Tensor<S>, format: BoxFormat) {
    self.tensor = tensor
    self.format = format
  }
}
