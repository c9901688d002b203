import DetectionCore

/// The parameters that say how overlapping boxes are told: the `suppression` object, and the shorthand of its hard
/// method.
enum SuppressionParameters {
  private static let perClass = ParameterType.anyOf([.number(.unit), .list(.number(.unit), count: nil)])

  static let iouThreshold = Parameter(
    "iou_threshold", perClass, default: 0.5, "Suppressed is what overlaps strictly more. One number, or one per class.")

  static func classAgnostic(_ noun: String) -> Parameter {
    Parameter(
      "class_agnostic", .boolean, default: false, "Boxes of different \(noun) suppress each other as well.")
  }

  static let suppression = Parameter(
    "suppression", .object(members), default: nil,
    "How overlapping boxes are told. null: hard, by iou_threshold and class_agnostic.")

  static let explain = Parameter(
    "explain", .boolean, default: false, "Adds explanation: what became of every candidate that is not answered.")

  private static let members = [
    Parameter(
      "method", .choice(Suppression<Double>.Method.allCases.map(\.rawValue)), default: "hard",
      "What becomes of a box that a better one overlaps."),
    Parameter(
      "iou_threshold", perClass, default: nil,
      "The overlap above which it does; one number, or one per class. null: the operation's."),
    Parameter(
      "class_agnostic", .boolean, default: nil,
      "Boxes of different classes suppress each other as well. null: the operation's."),
    Parameter(
      "metric", .choice(Suppression<Double>.Metric.allCases.map(\.rawValue)), default: "iou",
      "Intersection over union, or over the smaller box."),
    Parameter(
      "comparator", .choice(OverlapComparator.allCases.map(\.rawValue)), default: ">",
      "Whether a box goes above the threshold only, or at it as well."),
    Parameter(
      "kernel", .choice(["gaussian", "linear"]), default: "gaussian", "How a score decays with the overlap (matrix)."),
    Parameter(
      "sigma", .number(.positive), default: 0.5, "σ of the decay (soft-gaussian, matrix with the gaussian kernel)."),
    Parameter(
      "sigma_convention", .choice(SigmaConvention.allCases.map(\.rawValue)), default: "paper",
      "exp(−IoU²/σ), or TensorFlow's exp(−IoU²/(2σ))."),
    Parameter(
      "score_threshold", .anyOf([.number(.any), .list(.number(.any), count: nil)]), default: nil,
      "Of decayed scores only those strictly greater stay. null: the operation's."),
    Parameter(
      "score", .choice([FusedScore.average, .maximum].map(\.rawValue)), default: "avg",
      "The score of merged boxes (weighted-box-fusion)."),
  ]

  /// Members beside `method` and `class_agnostic` that a method makes use of.
  private static func members(of method: Suppression<Double>.Method) -> [String] {
    switch method {
    case .hard, .cluster: ["iou_threshold", "metric", "comparator"]
    case .diou: ["iou_threshold", "comparator"]
    case .softLinear: ["iou_threshold", "metric", "comparator", "score_threshold"]
    case .softGaussian: ["metric", "sigma", "sigma_convention", "score_threshold"]
    case .matrix: ["metric", "kernel", "sigma", "score_threshold"]
    case .weightedBoxFusion: ["iou_threshold", "metric", "comparator", "score"]
    }
  }

  /// What a request says of suppression.
  static func read<S: Scalar>(_ arguments: Arguments, as scalar: S.Type = S.self) throws(Problem) -> Suppression<S> {
    let threshold: PerClass<S> = arguments.optionalPerClass("iou_threshold") ?? .one(0.5)
    guard let object = arguments.object("suppression") else {
      return Suppression(.hard, iouThreshold: threshold, classAgnostic: arguments.flag("class_agnostic"))
    }
    try check(object, arguments)
    let gaussian: OverlapDecay<S> = .gaussian(
      sigma: S(object.number("sigma")), convention: object.choice("sigma_convention"))
    return Suppression(
      object.choice("method"), iouThreshold: object.optionalPerClass("iou_threshold") ?? threshold,
      metric: object.choice("metric"), comparator: object.choice("comparator"),
      classAgnostic: object.value("class_agnostic") == .null
        ? arguments.flag("class_agnostic") : object.flag("class_agnostic"),
      decay: object.value("kernel") == "linear" ? .linear : gaussian,
      decayedThreshold: object.optionalPerClass("score_threshold") ?? arguments.optionalPerClass("score_threshold"),
      fusedScore: object.choice("score"))
  }

  /// Where a request says a number of suppression's: errors of the core name it as the operation's.
  static func place(_ name: String, _ arguments: Arguments) -> String {
    let isOwn = arguments.object("suppression").map { $0.value(name) != .null } ?? false
    return isOwn ? "suppression/\(name)" : name
  }

  /// Nothing that is given may be without effect, or said in two ways.
  private static func check(_ object: ParameterObject, _ arguments: Arguments) throws(Problem) {
    let method: Suppression<Double>.Method = object.choice("method")
    let known = members(of: method) + ["method", "class_agnostic"]
    for member in object.object.members where member.value != .null && !known.contains(member.key) {
      throw Problem(
        .conflictingFields, at: "/suppression/\(member.key)", "the method \(method.rawValue) has no \(member.key)")
    }
    if arguments.isGiven("iou_threshold"), !known.contains("iou_threshold") {
      throw Problem(
        .conflictingFields, at: "/iou_threshold", "suppression's method \(method.rawValue) has no iou_threshold")
    }
    for name in ["iou_threshold", "class_agnostic"] where arguments.isGiven(name) {
      let (own, short) = (object.value(name), arguments.value(name))
      guard own != .null, own != short else { continue }
      throw Problem(
        .conflictingFields, at: "/suppression/\(name)",
        "suppression says \(name) is \(own.text()), but \(name) is \(short.text()): give one of them")
    }
  }
}
