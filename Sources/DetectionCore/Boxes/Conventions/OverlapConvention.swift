/// What implementations of the IoU family decide differently: where an ε stands, what 0/0 is, what the gradient holds
/// constant. The defaults are the exact mathematics, as ``OverlapLoss`` computes it.
public struct OverlapConvention: Sendable, Equatable {
  /// How ε enters a denominator.
  public enum EpsRule: String, Sendable, CaseIterable {
    /// It is added.
    case added
    /// The denominator is at least it.
    case atLeast = "at-least"
  }

  /// Where CIoU's aspect term counts.
  public enum AlphaGate: String, Sendable, CaseIterable {
    /// Everywhere.
    case always
    /// Only where the IoU is greater than ½.
    case iouAboveHalf = "iou-above-half"
  }

  /// What the derivative makes of CIoU's α.
  public enum AlphaGradient: String, Sendable, CaseIterable {
    /// It is a constant.
    case constant
    /// It is derived as well.
    case full
  }

  /// What 0/0 is.
  public enum ZeroOverZero: String, Sendable, CaseIterable {
    /// The IoU of two boxes without area is 1 if they are the same, else 0; other ratios are 0.
    case same
    /// 0.
    case zero
    /// NaN, which is an error.
    case error
  }

  /// What the derivative is where two edges coincide.
  public enum TieSlopes: String, Sendable, CaseIterable {
    /// That of the box that shrinks.
    case oneSided = "one-sided"
    /// The mean of both sides, as autograd's minimum and maximum have it; 0 where boxes only touch, as of a mask.
    case masked
    /// The same, but where boxes only touch that of growing, as autograd's clamp has it.
    case clamped
  }

  /// ε of the union, in squared units of the boxes.
  public var unionEps = 0.0
  /// ε of the enclosing box: of its area (GIoU), of its diagonal's square (DIoU, CIoU, EIoU), of its sides (SIoU).
  public var enclosingEps = 0.0
  /// How these two enter.
  public var epsRule = EpsRule.added
  /// ε added to the squared distance of the centres (DIoU, CIoU).
  public var distanceEps = 0.0
  /// ε added to heights in the union's areas.
  public var heightEps = 0.0
  /// ε added to heights in the ratios w/h of CIoU, and in SIoU's shape.
  public var ratioEps = 0.0
  /// ε added to widths in SIoU's shape.
  public var shapeWidthEps = 0.0
  /// ε added to α's denominator.
  public var alphaEps = 0.0
  /// ε added to the differences of the centres in SIoU.
  public var centerEps = 0.0
  /// Whether SIoU's distance term grows with the angle's exponent, 1 − e^(+γρ), which is never positive.
  public var isDistanceInverted = false
  /// Where α counts.
  public var alphaGate = AlphaGate.always
  /// Whether the derivative holds it constant.
  public var alphaGradient = AlphaGradient.constant
  /// The least IoU.
  public var iouFloor = 0.0
  /// Whether the measure, IoU less the penalties, stays within [−1, 1].
  public var isClamped = false
  /// What 0/0 is.
  public var zeroOverZero = ZeroOverZero.same
  /// The derivative at ties of edges.
  public var tieSlopes = TieSlopes.oneSided
  /// What a length adds to the difference of its ends: 1 where ends are pixels that belong to the box.
  public var pixelOffset = 0.0

  /// The exact mathematics.
  public init() {}

  /// Whether nothing differs from the exact mathematics.
  public var isExact: Bool { self == OverlapConvention() }
}
