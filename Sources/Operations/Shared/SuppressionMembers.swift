import DetectionCore

/// The members of the object `suppression`: a method, and the numbers that it makes use of.
struct SuppressionMembers: FieldGroup {
  typealias Method = Suppression<Double>.Method
  typealias Metric = Suppression<Double>.Metric

  /// How scores decay (matrix).
  enum Kernel: String, CaseIterable {
    case gaussian, linear
  }

  static let shared = SuppressionMembers()

  /// The methods that compare an overlap with a threshold.
  static let withThreshold: [Method] = [.hard, .cluster, .diou, .softLinear, .weightedBoxFusion, .merge]
  /// The methods whose scores decay with the overlap.
  static let decaying: [Method] = [.softLinear, .softGaussian, .matrix]

  let method: Field<Method>
  let iouThreshold: Field<PerClass<Double>?>
  let classAgnostic: Field<Bool?>
  let metric: Field<Metric>
  let comparator: Field<OverlapComparator>
  let kernel: Field<Kernel>
  let sigma: Field<Double>
  let sigmaConvention: Field<SigmaConvention>
  let scoreThreshold: Field<PerClass<Double>?>
  let score: Field<FusedScore>

  private init() {
    method = .choice("method", default: .hard, "What becomes of a box that a better one overlaps.")
    iouThreshold = .perClass(
      "iou_threshold", .unit,
      "The overlap above which it does; one number, or one per class. null: the operation's."
    ).only(.when(method, is: Self.withThreshold))
    classAgnostic = .optionalFlag(
      "class_agnostic", "Boxes of different classes suppress each other as well. null: the operation's.")
    metric = .choice("metric", default: .iou, "Intersection over union, or over the smaller box.").only(
      .when(method, is: Method.allCases.filter { $0 != .diou }))
    comparator = .choice(
      "comparator", default: .greater, "Whether a box goes above the threshold only, or at it as well."
    ).only(.when(method, is: Self.withThreshold))
    kernel = .choice("kernel", default: .gaussian, "How a score decays with the overlap (matrix).").only(
      .when(method, is: .matrix))
    sigma = .number(
      "sigma", .positive, default: 0.5, "σ of the decay (soft-gaussian, matrix with the gaussian kernel)."
    ).only(.when(method, is: .softGaussian, .matrix))
    sigmaConvention = .choice(
      "sigma_convention", default: .paper, "exp(−IoU²/σ), or TensorFlow's exp(−IoU²/(2σ))."
    ).only(.when(method, is: .softGaussian))
    scoreThreshold = .perClass(
      "score_threshold", .any, "Of decayed scores only those strictly greater stay. null: the operation's."
    ).only(.when(method, is: Self.decaying))
    score = .choice(
      "score", among: [.average, .maximum], default: .average, "The score of merged boxes (weighted-box-fusion)."
    ).only(.when(method, is: .weightedBoxFusion))
  }
}
