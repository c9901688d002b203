import DetectionCore

/// What the losses of the IoU family share: paired boxes of one format, and `details`.
protocol BoxOverlapDefinition: LossDefinition {
  /// The kind whose terms `power` raises; `nil` where there is no such family.
  var kind: OverlapKind? { get }

  func overlapLoss<S: Scalar>(
    _ arguments: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S>
}

extension BoxOverlapDefinition {
  var isLinear: Bool { true }
  var inputs: [Input] {
    [BoxInputs.predicted, BoxInputs.targets]
  }
  var kind: OverlapKind? { nil }
  var ownParameters: [Parameter] { (kind == nil ? [] : [BoxInputs.power]) + [BoxInputs.format(), BoxInputs.details] }
  var ownOutputs: [Output] { [Output("iou", "(N,)", presence: "details is true", "Each box's IoU with its target.")] }
  var example: String {
    #"{"boxes": [[10, 10, 50, 60], [0, 0, 20, 20]], "target_boxes": [[12, 14, 48, 66], [30, 30, 40, 50]], "gradients": true}"#
  }

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let boxes: Boxes<S> = try arguments.boxes("boxes")
    let targets: Boxes<S> = try arguments.boxes("target_boxes")
    let wantsIoU = arguments.flag("details")
    let evaluated =
      if let powered: PowerIoULoss<S> = try powered(arguments) {
        try powered.evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: wantsIoU)
      } else {
        try overlapLoss(arguments, boxes, targets, gradient: gradient, reduction: reduction, iou: wantsIoU)
      }
    var extras = Answer()
    if let iou = evaluated.iou { extras.add("iou", iou) }
    return LossAnswer(loss: evaluated.loss, input: "boxes", extras: extras)
  }

  /// The loss with every term raised to `power`, if the request wants that.
  private func powered<S: Scalar>(_ arguments: Arguments) throws(Problem) -> PowerIoULoss<S>? {
    guard let kind, arguments.number("power") != 1 else { return nil }
    guard arguments.value("mode") != "log" else {
      throw Problem(.conflictingFields, at: "/power", "power goes with mode \"linear\" only")
    }
    return PowerIoULoss(kind, power: arguments.scalar("power"))
  }
}

/// Inputs and parameters that operations on boxes share.
enum BoxInputs {
  static let predicted = Input(
    "boxes", .of("N", "4"), isDifferentiable: true, holds: "Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.")

  static let targets = Input("target_boxes", .of("N", "4"), holds: "Ground truth, row by row, in the same format.")

  static let anchors = Input("anchors", .of("N", "4"), holds: "The anchor of each row, in the same format; sizes > 0.")

  static let objectness = Input(
    "objectness", .of("N"), presence: .optional(otherwise: "all 1"),
    holds: "o*: 1 where a row is responsible for an object, else 0.")

  static func format(default format: BoxFormat = .xyxy) -> Parameter {
    Parameter(
      "format", .choice(BoxFormat.allCases.map(\.rawValue)), default: .string(format.rawValue),
      "How four numbers name a box: corners; near corner and size; centre and size; the same with y first.")
  }

  static let power = Parameter(
    "power", .number(.positive), default: 1,
    "α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take 3.")

  /// Boxes of four numbers, or rotated ones of five.
  static let rotatableFormat = Parameter(
    "format", .choice(BoxFormat.allCases.map(\.rawValue) + [rotated]), default: "xyxy",
    "How numbers name a box: four as elsewhere; cxcywhr: centre, size, angle in radians from the x axis to the y axis.")

  private static let rotated = "cxcywhr"

  static func areRotated(_ arguments: Arguments) -> Bool { arguments.value("format") == .string(rotated) }

  static let details = Parameter("details", .boolean, default: false, "Adds each box's IoU.")

  static let weights = weights(default: [1, 1, 1, 1])

  static func weights(default value: JSONValue) -> Parameter {
    Parameter("box_weights", .list(.number(.positive), count: 4), default: value, "Weights of dx, dy, dw, dh.")
  }

  static let objectCount = Output("num_objects", "()", "N_obj = Σ objectness: what the mean divides by.")

  /// `box_weights` as the core wants them.
  static func weights<S: Scalar>(_ arguments: Arguments) -> BoxDeltas<S> {
    guard let w = arguments.optionalNumbers("box_weights"), w.count == 4 else { return .unit }
    return BoxDeltas(dx: S(w[0]), dy: S(w[1]), dw: S(w[2]), dh: S(w[3]))
  }
}
