import DetectionCore

/// What implementations of the IoU family decide differently. By the defaults everything is exact.
struct OverlapConventionFields: FieldGroup {
  typealias Convention = OverlapConvention

  /// The sign of the exponent in SIoU's distance term.
  enum DistanceExponent: String, CaseIterable {
    case negative, positive
  }

  let unionEps = Field.number(
    "union_eps", .notNegative, default: 0, "ε in the denominator of the IoU, in squared units of the boxes.")
  let enclosingEps: Field<Double>?
  let epsRule = Field<Convention.EpsRule>.choice(
    "eps_rule", default: .added,
    "Whether union_eps and enclosing_eps are added to a denominator, or are its least value.")
  let heightEps = Field.number(
    "height_eps", .notNegative, default: 0, "ε added to heights in the areas that the union is made of.")
  let distanceEps: Field<Double>?
  let ratioEps: Field<Double>?
  let shapeWidthEps: Field<Double>?
  let alphaEps: Field<Double>?
  let alphaGate: Field<Convention.AlphaGate>?
  let alphaGradient: Field<Convention.AlphaGradient>?
  let centerEps: Field<Double>?
  let distanceExponent: Field<DistanceExponent>?
  let iouFloor: Field<Double>?
  let clamped: Field<Bool>?
  let zeroOverZero = Field<Convention.ZeroOverZero>.choice(
    "zero_over_zero", default: .same,
    "What 0/0 is. \"same\": the IoU of two boxes without area is 1 if they are the same, else 0, and any other ratio 0. "
      + "\"zero\": always 0. \"error\": an error, where a library gives NaN.")
  let tieSlopes: Field<Convention.TieSlopes>?
  let pixelOffset: Field<Double>?

  /// The fields of a loss of that kind.
  init(_ kind: OverlapKind) {
    let isCIoU = kind == .ciou
    enclosingEps =
      kind == .iou ? nil : Self.enclosingEps("\(Self.enclosing(kind)).")
    distanceEps =
      isCIoU || kind == .diou
      ? .number("distance_eps", .notNegative, default: 0, "ε added to ρ², the squared distance of the centres.") : nil
    ratioEps = isCIoU ? Self.ratioEps("in the ratios w/h") : kind == .siou ? Self.ratioEps("in the shape's term") : nil
    shapeWidthEps =
      kind == .siou
      ? .number("shape_width_eps", .notNegative, default: 0, "ε added to widths in the shape's term.") : nil
    alphaEps = isCIoU ? Self.alphaEps : nil
    alphaGate =
      isCIoU
      ? .choice(
        "alpha_gate", default: .always, "Whether αv counts everywhere, or only where the IoU is greater than ½.")
      : nil
    alphaGradient =
      isCIoU ? .choice("alpha_gradient", default: .constant, "Whether α is a constant in the gradient.") : nil
    centerEps =
      kind == .siou
      ? .number("center_eps", .notNegative, default: 0, "ε added to the differences of the centres.") : nil
    distanceExponent =
      kind == .siou
      ? .choice(
        "distance_exponent", default: .negative,
        "1 − e^(−γρ), the paper's, or 1 − e^(+γρ), which some libraries take by default and which is never positive.")
      : nil
    iouFloor = kind == .iou ? .number("iou_floor", .unit, default: 0, "The least IoU; below it the slope is 0.") : nil
    clamped =
      isCIoU || kind == .siou
      ? .flag("clamped", "Keeps IoU less the penalties within [−1, 1], the loss within [0, 2]; beyond the slope is 0.")
      : nil
    tieSlopes = .choice(
      "tie_slopes", default: .oneSided,
      "The slope where edges of both boxes coincide. \"one-sided\": of the box that shrinks. \"masked\": the mean of both "
        + "sides, as autograd's, and 0 where boxes only touch. \"clamped\": the same, and where they touch that of growing."
    )
    pixelOffset = nil
  }

  /// The fields of pairwise measures of the kinds that a field names.
  init(measures kind: Field<OverlapKind>) {
    enclosingEps = Self.enclosingEps("|C| (giou), c² (diou, ciou).").only(.when(kind, is: .giou, .diou, .ciou))
    ratioEps = Self.ratioEps("in the ratios w/h").only(.when(kind, is: .ciou))
    alphaEps = Self.alphaEps.only(.when(kind, is: .ciou))
    (alphaGate, alphaGradient, centerEps, iouFloor, clamped, tieSlopes) = (nil, nil, nil, nil, nil, nil)
    (distanceEps, distanceExponent, shapeWidthEps) = (nil, nil, nil)
    pixelOffset = .number(
      "pixel_offset", .notNegative, default: 0,
      "What is added to every length: 1 where a box's far edge names its last pixel, as in PASCAL VOC.")
  }

  private static func enclosing(_ kind: OverlapKind) -> String {
    switch kind {
    case .giou, .iou: "|C|"
    case .diou, .ciou: "c²"
    case .eiou: "c², c_w² and c_h²"
    case .siou: "the least c_w and c_h"
    }
  }

  private static func enclosingEps(_ what: String) -> Field<Double> {
    .number("enclosing_eps", .notNegative, default: 0, "ε of the enclosing box: \(what)")
  }

  private static func ratioEps(_ place: String) -> Field<Double> {
    .number("ratio_eps", .notNegative, default: 0, "ε added to heights \(place).")
  }

  private static var alphaEps: Field<Double> {
    .number("alpha_eps", .notNegative, default: 0, "ε in the denominator of α.")
  }

  func read(_ request: Request) -> OverlapConvention {
    var convention = OverlapConvention()
    convention.unionEps = request[unionEps]
    convention.epsRule = request[epsRule]
    convention.heightEps = request[heightEps]
    convention.zeroOverZero = request[zeroOverZero]
    if let enclosingEps { convention.enclosingEps = request[enclosingEps] }
    if let distanceEps { convention.distanceEps = request[distanceEps] }
    if let ratioEps { convention.ratioEps = request[ratioEps] }
    if let shapeWidthEps { convention.shapeWidthEps = request[shapeWidthEps] }
    if let alphaEps { convention.alphaEps = request[alphaEps] }
    if let alphaGate { convention.alphaGate = request[alphaGate] }
    if let alphaGradient { convention.alphaGradient = request[alphaGradient] }
    if let centerEps { convention.centerEps = request[centerEps] }
    if let distanceExponent { convention.isDistanceInverted = request[distanceExponent] == .positive }
    if let iouFloor { convention.iouFloor = request[iouFloor] }
    if let clamped { convention.isClamped = request[clamped] }
    if let tieSlopes { convention.tieSlopes = request[tieSlopes] }
    if let pixelOffset { convention.pixelOffset = request[pixelOffset] }
    return convention
  }
}
