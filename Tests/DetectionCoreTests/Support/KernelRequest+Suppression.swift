import DetectionCore

extension KernelRequest {
  /// `suppression`, or the shorthand of its hard method.
  func suppression<S: Scalar>() -> Suppression<S> {
    let object = KernelRequest(fields: fields["suppression"]?.object ?? [:], isRounded: isRounded)
    var suppression = Suppression<S>(
      iouThreshold: object.perClass("iou_threshold") ?? perClass("iou_threshold") ?? .one(0.5),
      classAgnostic: flag("class_agnostic") || object.flag("class_agnostic"),
      decayedThreshold: object.perClass("score_threshold") ?? perClass("score_threshold"))
    suppression.method = .init(rawValue: object.string("method", "hard")) ?? .hard
    suppression.metric = .init(rawValue: object.string("metric", "iou")) ?? .iou
    suppression.comparator = .init(rawValue: object.string("comparator", ">")) ?? .greater
    suppression.fusedScore = .init(rawValue: object.string("score", "avg")) ?? .average
    let convention = SigmaConvention(rawValue: object.string("sigma_convention", "paper")) ?? .paper
    suppression.decay =
      object.string("kernel", "gaussian") == "linear"
      ? .linear : .gaussian(sigma: object.scalar("sigma", 0.5), convention: convention)
    return suppression
  }

  /// One number, or one per class.
  func perClass<S: Scalar>(_ name: String) -> PerClass<S>? {
    optionalScalar(name).map { .one($0) } ?? list(name).map { .each($0) }
  }
}
