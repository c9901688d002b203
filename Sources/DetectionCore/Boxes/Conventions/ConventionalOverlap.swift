import RealModule

/// The measures of the IoU family for one box and its target, by a convention, in float64 and plain arithmetic: what a
/// library's formula gives, with its derivatives. NaN is what the convention leaves undefined.
struct ConventionalOverlap {
  private let convention: OverlapConvention
  private let x: ConventionalSides
  private let y: ConventionalSides
  /// |B ∩ B*|.
  private let intersection: Dual
  /// |B ∪ B*| without ε.
  private let plainUnion: Dual
  /// The denominator of the IoU.
  private let union: Dual
  private let isSame: Bool
  /// Whether derivatives are wanted: where they are undefined the whole is.
  private let isDerived: Bool

  /// `columns`: where x's and y's first numbers stand.
  init(
    _ box: Box<Double>, _ target: Box<Double>, columns: (x: Int, y: Int), _ convention: OverlapConvention,
    isDerived: Bool
  ) {
    self.convention = convention
    self.isDerived = isDerived
    x = ConventionalSides(box.x, target.x, column: columns.x, convention)
    y = ConventionalSides(box.y, target.y, column: columns.y, convention)
    let overlaps = x.overlap.value > 0 && y.overlap.value > 0
    intersection =
      overlaps || convention.tieSlopes == .clamped ? x.overlap.atLeast(0) * y.overlap.atLeast(0) : Dual(0)
    plainUnion =
      x.size * (y.size + convention.heightEps) + Dual(x.targetSize * (y.targetSize + convention.heightEps))
      - intersection
    union = Self.with(convention.unionEps, plainUnion, convention.epsRule)
    isSame =
      box.x.first == target.x.first && box.x.second == target.x.second && box.y.first == target.y.first
      && box.y.second == target.y.second
  }

  private static func with(_ eps: Double, _ number: Dual, _ rule: OverlapConvention.EpsRule) -> Dual {
    rule == .added ? number + eps : number.atLeast(eps)
  }

  /// A ratio; of 0/0 what the convention says.
  private func ratio(_ a: Dual, _ b: Dual) -> Dual {
    if b.value != 0 { return a / b }
    return Dual(convention.zeroOverZero == .error ? .nan : 0)
  }

  /// The IoU.
  var iou: Dual {
    guard union.value == 0 else { return (intersection / union).atLeast(convention.iouFloor) }
    return switch convention.zeroOverZero {
    case .same: Dual(isSame ? 1 : convention.iouFloor)
    case .zero: Dual(convention.iouFloor)
    case .error: Dual(.nan)
    }
  }

  /// The loss of a kind. `power` is α-IoU's, `theta` SIoU's.
  func loss(_ kind: OverlapKind, power: Double, mode: IoUMode, theta: Double) -> Dual {
    let iou = iou
    let penalties = penalties(kind, iou, power: power, theta: theta)
    if mode == .log { return -1 * logarithm(iou) + penalties }
    let loss = 1 - iou.raised(to: power) + penalties
    return convention.isClamped ? loss.atLeast(0).atMost(2) : loss
  }

  /// The measure of a kind: IoU less the penalties.
  func measure(_ kind: OverlapKind) -> Double {
    let measure = iou.value - penalties(kind, iou, power: 1, theta: 4).value
    return convention.isClamped ? min(max(measure, -1), 1) : measure
  }

  /// log IoU; of an IoU below the smallest normal number that of this number, with slope 0.
  private func logarithm(_ iou: Dual) -> Dual {
    iou.value.isNaN || iou.value >= .leastNormalMagnitude ? iou.logarithm : Dual(.log(.leastNormalMagnitude))
  }

  private func penalties(_ kind: OverlapKind, _ iou: Dual, power: Double, theta: Double) -> Dual {
    switch kind {
    case .iou: Dual(0)
    case .giou: uncovered.raised(to: power)
    case .diou: centerDistance.raised(to: power)
    case .ciou: centerDistance.raised(to: power) + aspect(iou).raised(to: power)
    case .eiou: centerDistance + sides
    case .siou: angledDistance + shape(theta)
    }
  }

  /// |C ∖ (B ∪ B*)|/|C|. Where ε is added it is in the denominator alone.
  private var uncovered: Dual {
    let enclosing = x.span * y.span
    let whole = Self.with(convention.enclosingEps, enclosing, convention.epsRule)
    return ratio(convention.epsRule == .added ? enclosing - plainUnion : whole - union, whole)
  }

  /// ρ²/c².
  private var centerDistance: Dual {
    let diagonal = x.span.squared + y.span.squared
    return ratio(
      x.offset.squared + y.offset.squared + convention.distanceEps,
      Self.with(convention.enclosingEps, diagonal, convention.epsRule))
  }

  // MARK: αv

  private func aspect(_ iou: Dual) -> Dual {
    let angle = targetAngle - boxAngle
    let v = 4 / (Double.pi * Double.pi) * angle.squared
    let denominator = 1 - iou + v + convention.alphaEps
    var alpha = ratio(v, denominator)
    if convention.alphaGate == .iouAboveHalf, !(iou.value > 0.5) { alpha = alpha * Dual(0) }
    return (convention.alphaGradient == .constant ? alpha.held : alpha) * v
  }

  private var targetAngle: Dual {
    angle(Dual(x.targetSize), Dual(y.targetSize + convention.ratioEps), isDerived: false)
  }

  private var boxAngle: Dual { angle(x.size, y.size + convention.ratioEps, isDerived: isDerived) }

  /// arctan w/h, whose derivative libraries have from the quotient: NaN where h is 0.
  private func angle(_ width: Dual, _ height: Dual, isDerived: Bool) -> Dual {
    if height.value != 0 { return width.angle(over: height) }
    if convention.zeroOverZero == .error, width.value == 0 || isDerived { return Dual(.nan) }
    return width.value == 0 ? Dual(0) : width.angle(over: height)
  }

  // MARK: EIoU and SIoU

  private var sides: Dual {
    let (width, height) = (x.size + -x.targetSize, y.size + -y.targetSize)
    return ratio(width.squared, Self.with(convention.enclosingEps, x.span.squared, convention.epsRule))
      + ratio(height.squared, Self.with(convention.enclosingEps, y.span.squared, convention.epsRule))
  }

  /// Δ/2. sin 2α is 2 sin α cos α, whichever of the two angles is taken.
  private var angledDistance: Dual {
    let (acrossX, acrossY) = (offset(x), offset(y))
    guard acrossX.value != 0 || acrossY.value != 0 else {
      return Dual(convention.zeroOverZero == .error ? .nan : 0)
    }
    let sigma = (acrossX.squared + acrossY.squared).squareRoot
    let gamma = 2 - 2 * ((acrossX.magnitude / sigma) * (acrossY.magnitude / sigma))
    let (first, second) = (fading(acrossX, x.span, gamma), fading(acrossY, y.span, gamma))
    return (first + second) / 2
  }

  /// The target's centre less the box's, as libraries have it.
  private func offset(_ axis: ConventionalSides) -> Dual { convention.centerEps - axis.offset }

  private func fading(_ offset: Dual, _ span: Dual, _ gamma: Dual) -> Dual {
    let rho = ratio(offset, span.atLeast(convention.enclosingEps)).squared
    return 1 - ((convention.isDistanceInverted ? 1 : -1) * (gamma * rho)).exponential
  }

  /// Ω/2.
  private func shape(_ theta: Double) -> Dual {
    let (width, height) = (convention.shapeWidthEps, convention.ratioEps)
    return
      (shape(x.size + width, x.targetSize + width, theta) + shape(y.size + height, y.targetSize + height, theta)) / 2
  }

  private func shape(_ size: Dual, _ target: Double, _ theta: Double) -> Dual {
    let difference = size + -target
    let larger = size.value >= target ? size : Dual(target)
    guard difference.value != 0 else { return ratio(Dual(0), larger) }
    return (1 - (-1 * (difference.magnitude / larger)).exponential).raised(to: theta)
  }
}
