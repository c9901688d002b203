import DetectionCore

/// What the losses of the IoU family share: paired boxes of one format, and `details`.
protocol BoxOverlapDefinition: LossDefinition {
  /// The kind whose terms `power` raises; `nil` where there is no such family.
  var kind: OverlapKind? { get }
  var fields: OverlapFields { get }

  func overlapLoss<S: Scalar>(
    _ request: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S>
}

extension BoxOverlapDefinition {
  var kind: OverlapKind? { nil }

  func loss<S: Scalar>(_ request: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let format = request[fields.format]
    let boxes: Boxes<S> = try request.boxes(fields.boxes, format)
    let targets: Boxes<S> = try request.boxes(fields.targets, format)
    let wantsIoU = request[fields.details]
    let evaluated =
      if let kind, let power = fields.power.map({ request[$0] }), power != 1 {
        try PowerIoULoss(kind, power: S(power)).evaluate(
          boxes, targets: targets, gradient: gradient, reduction: reduction, iou: wantsIoU)
      } else {
        try overlapLoss(request, boxes, targets, gradient: gradient, reduction: reduction, iou: wantsIoU)
      }
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
  let format = BoxFields.format()
  let details = Field.flag("details", "Adds each box's IoU.")
  let iou: Output<Reals>

  /// `power`: whether every term can be raised to a power.
  init(power: Field<Double>? = nil) {
    self.power = power
    iou = .reals("iou", "(N,)", "Each box's IoU with its target.").only(.with(details))
  }

  static let power = Field.number(
    "power", .positive, default: 1,
    "α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take 3.")

  static let example =
    #"{"boxes": [[10, 10, 50, 60], [0, 0, 20, 20]], "target_boxes": [[12, 14, 48, 66], [30, 30, 40, 50]], "gradients": true}"#
}
