import DetectionCore

/// What the losses of the IoU family share: paired boxes of one format, and `details`.
protocol BoxOverlapDefinition: LossDefinition {
  var kind: OverlapKind { get }
  var fields: OverlapFields { get }

  /// The loss that a request asks for.
  func overlapLoss<S: Scalar>(_ request: Request) -> OverlapLoss<S>
}

extension BoxOverlapDefinition {
  func overlapLoss<S: Scalar>(_ request: Request) -> OverlapLoss<S> {
    OverlapLoss(kind, power: fields.power.map { S(request[$0]) } ?? 1)
  }

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let format = request[fields.format]
    let (boxes, targets): (Boxes<S>, Boxes<S>) = (
      try request.boxes(fields.boxes, format), try request.boxes(fields.targets, format)
    )
    let (loss, convention): (OverlapLoss<S>, _) = (overlapLoss(request), fields.convention.read(request))
    let weights: LossWeights<S>? = try LossFields.shared.weights(request)
    let evaluated =
      convention.isExact
      ? try loss.evaluate(
        boxes, targets: targets, weights: weights, gradient: gradient, reduction: reduction,
        iou: request[fields.details])
      : try ConventionalOverlapLoss(loss, convention).evaluate(
        boxes, targets: targets, weights: weights, gradient: gradient, reduction: reduction,
        iou: request[fields.details])
    var extras = Answer()
    extras.set(fields.iou, evaluated.iou)
    return LossAnswer(loss: evaluated.loss, input: fields.boxes, extras: extras)
  }
}

/// The fields of a loss of the IoU family.
struct OverlapFields: FieldGroup {
  let boxes = BoxFields.predicted
  let targets = BoxFields.targets
  let power: Field<Double>?
  let convention: OverlapConventionFields
  let format = BoxFields.format()
  let details = Self.details
  let iou = Self.iou

  /// `power`: whether every term can be raised to a power.
  init(_ kind: OverlapKind, power: Field<Double>? = nil) {
    self.power = power
    convention = OverlapConventionFields(kind)
  }

  static let details = Field.flag("details", "Adds each box's IoU.")
  static let iou = Output.reals("iou", "(N,)", "Each box's IoU with its target.").only(.with(details))
  static let power = Field.number(
    "power", .positive, default: 1,
    "α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take 3.")

  static let example =
    #"{"boxes": [[10, 10, 50, 60], [0, 0, 20, 20]], "target_boxes": [[12, 14, 48, 66], [30, 30, 40, 50]], "gradients": true}"#
}
