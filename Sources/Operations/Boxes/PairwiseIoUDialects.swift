import DetectionCore

/// What libraries decide in the overlap of pairs.
extension PairwiseIoUOperation {
  private static let eps = 1e-7

  var dialects: Dialects? {
    let fields = convention
    let decisions: [Decision?] = [
      Decision(fields.unionEps, "ε in the union"), Decision(fields.epsRule, "how ε enters a denominator"),
      Decision(fields.heightEps, "ε added to heights in areas"),
      fields.enclosingEps.map { Decision($0, "ε of the enclosing box") },
      fields.ratioEps.map { Decision($0, "ε added to heights in w/h") },
      fields.alphaEps.map { Decision($0, "ε in α's denominator") },
      fields.pixelOffset.map { Decision($0, "what is added to lengths") },
      Decision(fields.zeroOverZero, "what 0/0 is"),
    ]
    return Dialects(
      decisions.compactMap(\.self), [torchvision, detectron2, mmdetection, ultralytics, keras, tensorflow])
  }

  /// GIoU and the IoU itself have no ε.
  private var torchvision: Profile {
    Profile(
      .torchvision, "torchvision.ops.box_iou, generalized_box_iou, distance_box_iou, complete_box_iou, 0.28",
      [
        convention.enclosingEps?.set(Self.eps).only(.when(kind, is: .diou, .ciou)), convention.alphaEps?.set(Self.eps),
        convention.zeroOverZero.set(.error),
      ].compactMap(\.self))
  }

  private var detectron2: Profile {
    Profile(
      .detectron2, "detectron2.structures.pairwise_iou, 0.6 (read)",
      [convention.zeroOverZero.set(.zero).only(.when(kind, is: .iou))])
  }

  private var mmdetection: Profile {
    Profile(
      .mmdetection, "mmdet.structures.bbox.bbox_overlaps, modes iou and giou, 3.3.0",
      [
        convention.unionEps.set(1e-6).only(.when(kind, is: .iou, .giou)),
        convention.enclosingEps?.set(1e-6).only(
          .when(kind, is: .giou)), convention.epsRule.set(.atLeast).only(.when(kind, is: .iou, .giou)),
      ].compactMap(\.self))
  }

  private var ultralytics: Profile {
    let isPenalized = Condition.when(kind, is: .giou, .diou, .ciou)
    return Profile(
      .ultralytics, "ultralytics.utils.metrics.box_iou (in float32 always); of the other kinds bbox_iou, 8.4",
      [
        convention.unionEps.set(Self.eps), convention.heightEps.set(Self.eps).only(isPenalized),
        convention.enclosingEps?.set(Self.eps), convention.ratioEps?.set(Self.eps), convention.alphaEps?.set(Self.eps),
      ].compactMap(\.self))
  }

  private var keras: Profile {
    let isCIoU = Condition.when(kind, is: .ciou)
    return Profile(
      .keras, "keras.utils.bounding_boxes.compute_iou, compute_ciou, 3.15",
      [
        convention.unionEps.set(Self.eps).only(.when(kind, is: .iou)),
        convention.unionEps.set(2 * Self.eps).only(isCIoU),
        convention.heightEps.set(Self.eps).only(isCIoU), convention.enclosingEps?.set(Self.eps).only(isCIoU),
        convention.ratioEps?.set(Self.eps), convention.alphaEps?.set(Self.eps),
      ].compactMap(\.self))
  }

  private var tensorflow: Profile {
    Profile(
      .tensorflow, "object_detection.core.box_list_ops.iou of the TensorFlow models (read)",
      [convention.zeroOverZero.set(.zero).only(.when(kind, is: .iou))])
  }
}
