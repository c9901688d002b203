import DetectionCore

/// What libraries decide in the losses of the IoU family.
extension OverlapFields {
  private static let eps = 1e-7
  /// float32's epsilon, which mmdetection adds to `avg_factor`.
  static let averageEps = 0x1p-23

  /// The fields on which libraries differ, in the order in which a comparison switches them.
  private var decisions: [Decision] {
    let fields = convention
    let ratios: [Decision?] = [
      fields.iouFloor.map { Decision($0, "the least IoU") },
      fields.enclosingEps.map { Decision($0, "ε of the enclosing box") },
      fields.distanceEps.map { Decision($0, "ε added to the squared distance") },
      fields.ratioEps.map { Decision($0, "ε added to heights in w/h") },
      fields.shapeWidthEps.map { Decision($0, "ε added to widths in the shape") },
      fields.alphaEps.map { Decision($0, "ε in α's denominator") },
    ]
    let rules: [Decision?] = [
      fields.alphaGate.map { Decision($0, "where α counts") },
      fields.alphaGradient.map { Decision($0, "α in the gradient") },
      fields.centerEps.map { Decision($0, "ε added to the centres' difference") },
      fields.distanceExponent.map { Decision($0, "the sign of the distance's exponent") },
      fields.clamped.map { Decision($0, "whether the loss is clamped to [0, 2]") },
      Decision(fields.zeroOverZero, "what 0/0 is"),
      fields.tieSlopes.map { Decision($0, "the slope where edges coincide") },
    ]
    let union = [
      Decision(fields.unionEps, "ε in the union"), Decision(fields.epsRule, "how ε enters a denominator"),
      Decision(fields.heightEps, "ε added to heights in areas"),
    ]
    return union + ratios.compactMap(\.self) + rules.compactMap(\.self) + LossFields.shared.decisions
  }

  /// Of a kind; `mode`: the field of that name, if there is one.
  func dialects(_ kind: OverlapKind, mode: Field<IoUMode>? = nil) -> Dialects? {
    let modes = mode.map { [Decision($0, "1 − IoU or −log IoU")] } ?? []
    let powers = kind == .iou ? power.map { [Decision($0, "the power that the IoU is raised to")] } ?? [] : []
    let profiles = [
      torchvision(kind), detectron2(kind), mmdetection(kind, mode), ultralytics(kind), keras(kind), paddle(kind),
    ].compactMap(\.self)
    return profiles.isEmpty ? nil : Dialects(modes + powers + decisions, profiles)
  }

  private func torchvision(_ kind: OverlapKind) -> Profile? {
    guard let function = Self.pyTorchName(kind) else { return nil }
    return Profile(.torchvision, "torchvision.ops.\(function)_box_iou_loss, 0.28", pyTorch)
  }

  private func detectron2(_ kind: OverlapKind) -> Profile? {
    switch kind {
    case .giou: Profile(.detectron2, "fvcore.nn.giou_loss, 0.1.5", pyTorch)
    case .diou, .ciou: Profile(.detectron2, "detectron2.layers.losses.\(kind.rawValue)_loss, 0.6 (read)", pyTorch)
    case .iou, .eiou, .siou: nil
    }
  }

  private static func pyTorchName(_ kind: OverlapKind) -> String? {
    switch kind {
    case .giou: "generalized"
    case .diou: "distance"
    case .ciou: "complete"
    case .iou, .eiou, .siou: nil
    }
  }

  /// torchvision's losses are detectron2's and fvcore's. The mean of nothing is 0 in them.
  private var pyTorch: [Setting] {
    let fields = convention
    return [
      fields.unionEps.set(Self.eps), fields.enclosingEps?.set(Self.eps), fields.alphaEps?.set(Self.eps),
      fields.zeroOverZero.set(.error), fields.tieSlopes?.set(.masked),
    ].compactMap(\.self)
  }

  private func mmdetection(_ kind: OverlapKind, _ mode: Field<IoUMode>?) -> Profile? {
    let fields = convention
    let own: [Setting?]
    switch kind {
    case .iou:
      own = [mode?.set(.log), fields.unionEps.set(1e-6), fields.epsRule.set(.atLeast), fields.iouFloor?.set(1e-6)]
    case .giou:
      own = [fields.unionEps.set(Self.eps), fields.enclosingEps?.set(Self.eps), fields.epsRule.set(.atLeast)]
    case .diou: own = [fields.unionEps.set(Self.eps), fields.enclosingEps?.set(Self.eps)]
    case .ciou:
      own = [
        fields.unionEps.set(Self.eps), fields.enclosingEps?.set(Self.eps), fields.ratioEps?.set(Self.eps),
        fields.alphaGate?.set(.iouAboveHalf), fields.clamped?.set(true),
      ]
    case .siou:
      own = [
        fields.unionEps.set(Self.eps), fields.enclosingEps?.set(Self.eps), fields.ratioEps?.set(Self.eps),
        fields.centerEps?.set(Self.eps), fields.distanceExponent?.set(.positive), fields.clamped?.set(true),
      ]
    // Its loss of that name is another one, of Peng and Yu (2021).
    case .eiou: return nil
    }
    let shared = [
      fields.zeroOverZero.set(.error), fields.tieSlopes?.set(.clamped), LossFields.shared.emptyMean.set(.error),
      LossFields.shared.normalizerEps.set(Self.averageEps),
    ]
    return Profile(
      .mmdetection, "mmdet.models.losses.iou_loss.\(kind.rawValue)_loss, 3.3.0", (own + shared).compactMap(\.self))
  }

  private func ultralytics(_ kind: OverlapKind) -> Profile? {
    guard [.iou, .giou, .diou, .ciou].contains(kind) else { return nil }
    let fields = convention
    return Profile(
      .ultralytics, "1 − ultralytics.utils.metrics.bbox_iou of xyxy boxes, 8.4",
      [
        fields.unionEps.set(Self.eps), fields.heightEps.set(Self.eps), fields.enclosingEps?.set(Self.eps),
        fields.ratioEps?.set(Self.eps), fields.alphaEps?.set(Self.eps), fields.tieSlopes?.set(.clamped),
        fields.zeroOverZero.set(.error),
      ].compactMap(\.self))
  }

  /// PaddleDetection's losses without their weights.
  private func paddle(_ kind: OverlapKind) -> Profile? {
    let (fields, eps) = (convention, 1e-10)
    let own: (source: String, settings: [Setting?])
    switch kind {
    case .iou: own = ("IouLoss", [power?.set(2), fields.unionEps.set(1e-9)])
    case .giou: own = ("GIoULoss", [fields.unionEps.set(eps), fields.enclosingEps?.set(eps)])
    case .diou, .ciou:
      own = (
        kind == .ciou ? "DIouLoss" : "DIouLoss without use_complete_iou_loss",
        [
          fields.unionEps.set(eps), fields.enclosingEps?.set(eps), fields.distanceEps?.set(eps),
          fields.alphaEps?.set(eps), kind == .ciou ? fields.zeroOverZero.set(.error) : nil,
          LossFields.shared.emptyMean.set(.error),
        ]
      )
    case .siou:
      own = (
        "SIoULoss",
        [
          fields.unionEps.set(1e-9), fields.ratioEps?.set(eps), fields.shapeWidthEps?.set(eps),
          fields.zeroOverZero.set(.error), LossFields.shared.emptyMean.set(.error),
        ]
      )
    case .eiou: return nil
    }
    return Profile(
      .paddle, "ppdet.modeling.losses.\(own.source), 2.6; where edges coincide its slope is another",
      own.settings.compactMap(\.self))
  }

  /// Its union has ε twice, and its α is derived.
  private func keras(_ kind: OverlapKind) -> Profile? {
    guard kind == .ciou else { return nil }
    let fields = convention
    return Profile(
      .keras, "1 − keras.utils.bounding_boxes.compute_ciou, 3.15",
      [
        fields.unionEps.set(2 * Self.eps), fields.heightEps.set(Self.eps), fields.enclosingEps?.set(Self.eps),
        fields.ratioEps?.set(Self.eps), fields.alphaEps?.set(Self.eps), fields.alphaGradient?.set(.full),
        fields.tieSlopes?.set(.clamped), fields.zeroOverZero.set(.error),
      ].compactMap(\.self))
  }
}

extension LossFields {
  /// What libraries decide in the reduction.
  var decisions: [Decision] {
    [
      Decision(normalizerEps, "ε added to the normalizer"), Decision(emptyMean, "the mean of nothing"),
    ]
  }
}
