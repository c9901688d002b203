/// Eight float32 at a time: with many live values at once, sixteen would spill more than they bring.
typealias Octet = SIMD8<Float>

/// ``AxisOverlap`` of eight boxes and their targets: the same arithmetic, with choices for branches.
struct AxisLanes {
  var size: Octet
  var targetSize: Octet
  var overlap: Octet
  var excess: Octet
  var targetExcess: Octet
  var gap: Octet
  var offset: Octet
  let lowBounds: SIMDMask<SIMD8<Int32>>
  let highBounds: SIMDMask<SIMD8<Int32>>

  /// The two numbers of the axis, of eight boxes and of their targets.
  @inline(__always)
  init(_ box: (Octet, Octet), _ target: (Octet, Octet), _ encoding: BoxFormat.AxisEncoding) {
    let low: Octet
    let high: Octet
    let reach: Octet
    switch encoding {
    case .ends:
      low = box.0 - target.0
      high = box.1 - target.1
      offset = (low + high) * 0.5
      reach = (low .> 0).choose(target.1 - box.0, box.1 - target.0)
      size = box.1 - box.0
      targetSize = target.1 - target.0
    case .startAndSize:
      low = box.0 - target.0
      let growth = (box.1 - target.1) * 0.5
      high = low + 2 * growth
      offset = low + growth
      reach = (low .> 0).choose(target.1 - low, box.1 + low)
      (size, targetSize) = (box.1, target.1)
    case .centerAndSize:
      offset = box.0 - target.0
      let growth = (box.1 - target.1) * 0.5
      low = offset - growth
      high = offset + growth
      reach = (box.1 * 0.5 + target.1 * 0.5) - offset.magnitudes
      (size, targetSize) = (box.1, target.1)
    }
    lowBounds = low .>= 0
    highBounds = high .<= 0
    excess = (-low).orZero + high.orZero
    targetExcess = low.orZero + (-high).orZero
    // Ends that bound: both, the box is inside; none, the target; one, they cross or are apart.
    let crossing = reach.orZero.orLesser(size.orLesser(targetSize))
    overlap = lowBounds.choose(highBounds.choose(size, crossing), highBounds.choose(crossing, targetSize))
    gap = Octet()
    gap = nested(.zero, else: (-reach).orZero)
  }

  @inline(__always)
  var span: Octet { targetSize + excess }

  @inline(__always)
  mutating func scale(by factor: Octet) {
    size *= factor
    targetSize *= factor
    overlap *= factor
    excess *= factor
    targetExcess *= factor
    gap *= factor
    offset *= factor
  }

  /// The derivatives by the two numbers of the axis, as they were given: those of ``AxisSlopes`` that are asked for.
  @inline(__always)
  func slopes(
    _ encoding: BoxFormat.AxisEncoding, low: Octet, high: Octet, shift: @autoclosure () -> Octet,
    stretch: @autoclosure () -> Octet
  ) -> AxisLaneSlopes {
    switch encoding {
    case .ends: AxisLaneSlopes(first: low, second: high)
    case .startAndSize: AxisLaneSlopes(first: shift(), second: high)
    case .centerAndSize: AxisLaneSlopes(first: shift(), second: stretch())
    }
  }

  /// `inside` where one of the intervals contains the other, else `other`.
  @inline(__always)
  func nested(_ inside: Octet, else other: Octet) -> Octet {
    lowBounds.choose(highBounds.choose(inside, other), highBounds.choose(other, inside))
  }
}

/// Derivatives along one axis of eight boxes, by the axis's two numbers.
struct AxisLaneSlopes {
  var first: Octet
  var second: Octet

  @inline(__always)
  static func + (a: AxisLaneSlopes, b: AxisLaneSlopes) -> AxisLaneSlopes {
    AxisLaneSlopes(first: a.first + b.first, second: a.second + b.second)
  }

  @inline(__always)
  func times(_ factor: Octet, dividedBy divisor: Float) -> AxisLaneSlopes {
    AxisLaneSlopes(first: first * factor / divisor, second: second * factor / divisor)
  }
}

extension SIMD8<Float> {
  /// max(x, 0), lane by lane. (`pointwiseMax` and `clamped` are calls, lane by lane.)
  @inline(__always)
  var orZero: Octet { replacing(with: 0, where: self .< 0) }

  @inline(__always)
  func orLesser(_ other: Octet) -> Octet { (other .< self).choose(other, self) }

  @inline(__always)
  func orGreater(_ other: Octet) -> Octet { (other .> self).choose(other, self) }

  /// |x|, lane by lane.
  @inline(__always)
  var magnitudes: Octet {
    unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: Octet.self)
  }
}

extension SIMDMask<SIMD8<Int32>> {
  /// Where true the first, else the second.
  @inline(__always)
  func choose(_ first: Octet, _ second: Octet) -> Octet { second.replacing(with: first, where: self) }

  /// Whether all eight are true. (`all` is a call, lane by lane.)
  @inline(__always)
  var isWhole: Bool {
    let bits = unsafeBitCast(self, to: SIMD8<Int32>.self)
    let halves = unsafeBitCast(bits.lowHalf & bits.highHalf, to: SIMD2<UInt64>.self)
    return halves[0] & halves[1] == .max
  }
}
