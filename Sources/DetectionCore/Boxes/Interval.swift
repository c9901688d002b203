/// One axis of a box, the two numbers as they were given.
struct Interval<S: Scalar> {
  let first: S
  let second: S
  let encoding: BoxFormat.AxisEncoding

  @inline(__always)
  init(_ first: S, _ second: S, _ encoding: BoxFormat.AxisEncoding) {
    self.first = first
    self.second = second
    self.encoding = encoding
  }

  /// The interval from one end to the other, in an encoding.
  @inline(__always)
  init(low: S, high: S, as encoding: BoxFormat.AxisEncoding) {
    switch encoding {
    case .ends: self.init(low, high, encoding)
    case .startAndSize: self.init(low, high - low, encoding)
    case .centerAndSize: self.init((low + high) / 2, high - low, encoding)
    }
  }

  /// The interval around a centre, in an encoding.
  @inline(__always)
  init(center: S, size: S, as encoding: BoxFormat.AxisEncoding) {
    switch encoding {
    case .ends: self.init(center - size / 2, center + size / 2, encoding)
    case .startAndSize: self.init(center - size / 2, size, encoding)
    case .centerAndSize: self.init(center, size, encoding)
    }
  }

  /// The near end.
  var low: S { encoding == .centerAndSize ? first - second / 2 : first }

  /// The far end.
  var high: S {
    switch encoding {
    case .ends: second
    case .startAndSize: first + second
    case .centerAndSize: first + second / 2
    }
  }

  /// The length: of one rounding at the most.
  var size: S { encoding == .ends ? second - first : second }

  /// The middle.
  var center: S {
    switch encoding {
    case .ends: (first + second) / 2
    case .startAndSize: first + second / 2
    case .centerAndSize: first
    }
  }

  /// How far the middle lies from a point; no digit is lost where that is near.
  func center(from point: S) -> S {
    switch encoding {
    case .ends: sumOfDifferences(first, point, second, point) / 2
    case .startAndSize: sumOfDifferences(first, point, second / 2, 0)
    case .centerAndSize: first - point
    }
  }

  /// Whether the far end lies before the near one.
  var isInverted: Bool { encoding == .ends ? !(first <= second) : !(second >= 0) }

  /// The same interval in another encoding. Nothing is computed where nothing changes.
  func converted(to other: BoxFormat.AxisEncoding) -> Interval {
    switch (encoding, other) {
    case (.ends, .ends), (.startAndSize, .startAndSize), (.centerAndSize, .centerAndSize): self
    case (.ends, _): Interval(low: first, high: second, as: other)
    case (.startAndSize, .centerAndSize): Interval(center, second, other)
    case (.centerAndSize, .startAndSize): Interval(low, second, other)
    case (_, .ends): Interval(low, high, other)
    }
  }
}
