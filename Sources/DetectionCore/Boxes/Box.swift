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

  var isInverted: Bool { x.isInverted || y.isInverted }
}

/// A read-only list of boxes: a tensor (N, 4) that has been checked, with its format.
public struct Boxes<S: Scalar>: Sendable {
  /// The numbers as they were given, (N, 4).
  public let tensor: Tensor<S>
  /// How they name boxes.
  public let format: BoxFormat

  /// Checks that the tensor is (N, 4) and that no box is inverted or of negative size; `name` is what errors call it.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public init(_ tensor: Tensor<S>, format: BoxFormat = .xyxy, named name: String = "boxes") throws(DetectionError) {
    try tensor.check(name, columns: 4)
    self.tensor = tensor
    self.format = format
    let inverted = tensor.withElements { elements -> [Int] in
      guard let base = elements.baseAddress else { return [] }
      var rows: [Int] = []
      for row in 0..<tensor.shape[0] where rows.count < Self.reportedRows {
        if Box(base + 4 * row, format).isInverted { rows.append(row) }
      }
      return rows
    }
    guard inverted.isEmpty else { throw .invertedBoxes(input: name, rows: inverted) }
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
          let box = Box(input + 4 * row, format)
          Box(x: box.x.converted(to: other.encoding), y: box.y.converted(to: other.encoding))
            .write(to: base + 4 * row, other)
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
