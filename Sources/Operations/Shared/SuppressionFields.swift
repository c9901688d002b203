import DetectionCore
import JSON

/// Which overlapping boxes stay, and their scores: the object `suppression`, and the shorthand of its hard method.
struct SuppressionFields: FieldGroup {
  let classAgnostic: Field<Bool>
  let object = Self.object

  /// `noun`: what boxes of one class have in common.
  init(classAgnostic noun: String = "classes") {
    classAgnostic = .flag("class_agnostic", "Boxes of different \(noun) suppress each other as well.")
  }

  static let object = Field.object(
    "suppression", SuppressionMembers.shared,
    "Which overlapping boxes stay, and their scores. null: hard, by iou_threshold and class_agnostic.")

  /// The shorthand of the threshold.
  static func iouThreshold(default value: Double = 0.5) -> Field<PerClass<Double>?> {
    .perClass(
      "iou_threshold", .unit, default: value,
      "Suppressed is what overlaps strictly more. One number, or one per class."
    ).only(when(SuppressionMembers.withThreshold))
  }

  /// Suppression is by one of these methods.
  static func when(_ methods: [SuppressionMembers.Method]) -> Condition {
    .when(object, SuppressionMembers.shared.method, is: methods)
  }

  /// What a request says of suppression. `scoreThreshold`: what decayed scores are compared with unless the object says.
  func read<S: Scalar>(
    _ request: Request, iouThreshold field: Field<PerClass<Double>?>, scoreThreshold: PerClass<Double>?,
    as scalar: S.Type = S.self
  ) throws(Problem) -> Suppression<S> {
    let threshold = request[field] ?? .one(0.5)
    guard let values = request[object] else {
      return Suppression(.hard, iouThreshold: threshold.converted(), classAgnostic: request[classAgnostic])
    }
    let members = values.group
    try checkSaidOnce(request, field, values, members.iouThreshold)
    try checkSaidOnce(request, classAgnostic, values, members.classAgnostic)
    return Suppression(
      .init(values[members.method]), iouThreshold: (values[members.iouThreshold] ?? threshold).converted(),
      metric: .init(values[members.metric]), comparator: values[members.comparator],
      classAgnostic: values[members.classAgnostic] ?? request[classAgnostic], decay: decay(values),
      decayedThreshold: (values[members.scoreThreshold] ?? scoreThreshold)?.converted(),
      fusedScore: values[members.score])
  }

  private func decay<S: Scalar>(_ values: ObjectValues<SuppressionMembers>) -> OverlapDecay<S> {
    switch values[values.group.kernel] {
    case .linear: .linear
    case .gaussian:
      .gaussian(sigma: S(values[values.group.sigma]), convention: values[values.group.sigmaConvention])
    }
  }

  /// Throws if the object contradicts the shorthand. At its default the shorthand says nothing.
  private func checkSaidOnce<Short, Own>(
    _ request: Request, _ short: Field<Short>, _ values: ObjectValues<SuppressionMembers>, _ own: Field<Own>
  ) throws(Problem) {
    let (shortValue, ownValue) = (request.value(short.name), values.value(own.name))
    guard !shortValue.means(short.parameter.defaultValue), ownValue != .null, !ownValue.means(shortValue) else {
      return
    }
    throw Problem(
      .conflictingFields, at: "/\(object.name)/\(own.name)",
      "suppression says \(own.name) is \(ownValue.text()), but \(short.name) is \(shortValue.text()): give one of them")
  }
}

extension Suppression.Method {
  /// The same in another arithmetic.
  fileprivate init(_ method: Suppression<Double>.Method) { self = Self(rawValue: method.rawValue) ?? .hard }
}

extension Suppression.Metric {
  /// The same in another arithmetic.
  fileprivate init(_ metric: Suppression<Double>.Metric) { self = Self(rawValue: metric.rawValue) ?? .iou }
}
