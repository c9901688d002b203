/// What was measured, rounded up to leave room for another libm.
struct VectorTolerance {
  /// Relative, of each number, in float64.
  var values = 1e-15
  var gradients = 1e-15
  /// In float32, see `Float32Comparison`.
  var valueUlps = 2.0
  var gradientUlps = 2.0
  /// Besides, so often what the answer moves if its inputs are moved by half an ulp (`Conditioning`), in either precision;
  /// 0 where the limits above are enough.
  var conditioning = 0.0
  /// Numbers and vectors that float32 does not compare.
  var outOfRange = 0
  var clamped = 0

  static func of(_ operation: String) -> VectorTolerance { all[operation] ?? VectorTolerance() }

  /// Boxes, and derivatives by them, mix the numbers of a row: `x1 = cx − w/2`. Errors are relative to its largest.
  static func isByRow(_ operation: String, _ name: String) -> Bool {
    // Fitted anchors are no boxes, but widths and heights; rotated boxes are rows of five, computed in float64.
    !["anchors.fit", "losses.rotated-iou", "losses.probiou", "losses.kfiou", "losses.gwd"].contains(operation)
      && [
        "boxes", "anchors", "gradients.boxes", "gradients.deltas", "gradients.raw", "gradients.box_deltas",
        "gradients.rpn_box_deltas",
      ]
      .contains(name)
  }

  private static let all: [String: VectorTolerance] = [
    "anchors.generate": VectorTolerance(values: 4e-15),
    // u⁶ is six times as far off as u.
    "anchors.match": VectorTolerance(values: 4e-15, valueUlps: 32),
    "boxes.decode": VectorTolerance(values: 8e-15),
    "boxes.iou": VectorTolerance(values: 5e-15, valueUlps: 20),
    // A score that decays is a product of factors, each as far off as its IoU: by 2 ulps, times IoU / (1 − IoU) of the
    // linear factor, times 2 IoU² / σ of the Gaussian.
    "boxes.nms": VectorTolerance(values: 4e-15, valueUlps: 8),
    // x_a + t w_a − w/2 may be smaller than its terms.
    "detections.efficient-nms": VectorTolerance(values: 2e-15, valueUlps: 12),
    // Edges near the origin are small differences of centres and sizes.
    "detections.faster-rcnn": VectorTolerance(values: 4e-15, valueUlps: 4, conditioning: 2),
    "detections.retinanet": VectorTolerance(values: 8e-15, valueUlps: 4, conditioning: 2),
    "detections.rpn": VectorTolerance(values: 5e-15, valueUlps: 20),
    "detections.ssd": VectorTolerance(values: 2e-14, valueUlps: 32),
    "detections.centernet": VectorTolerance(valueUlps: 8),
    // Of an edge near the origin little is left of its centre and its distance.
    "detections.gfl": VectorTolerance(values: 8e-15, valueUlps: 32, conditioning: 2),
    "detections.nanodet": VectorTolerance(values: 8e-15, valueUlps: 16, conditioning: 2),
    "detections.yolox": VectorTolerance(values: 4e-15, valueUlps: 4, conditioning: 2),
    // Of a corner near the picture's edge little is left of its centre and its turned half sides.
    "detections.yolov8-obb": VectorTolerance(values: 8e-15, valueUlps: 96, conditioning: 2),
    "detections.yolov8-pose": VectorTolerance(values: 8e-15, valueUlps: 16, conditioning: 2),
    "detections.yolov8-seg": VectorTolerance(values: 8e-15, valueUlps: 16, conditioning: 2),
    "detections.yolov1": VectorTolerance(valueUlps: 8),
    "detections.yolov3": VectorTolerance(values: 4e-15, valueUlps: 4, conditioning: 2),
    "detections.yolov5": VectorTolerance(values: 2e-14, valueUlps: 24),
    "detections.yolov8": VectorTolerance(values: 3e-15, valueUlps: 16),
    "losses.binary-cross-entropy": VectorTolerance(gradientUlps: 3, outOfRange: 10, clamped: 6),
    // p_c Σ_{k≠c} a_k − a_c (1 − p_c): each product is off by eight half ulps at the most (x − max, exp and what it does to that
    // error, the sum of the others, 1 +, the quotient, the product, the difference), and moves by one where a_c does.
    "losses.cross-entropy": VectorTolerance(
      gradients: 2e-14, gradientUlps: 16, conditioning: 2, outOfRange: 6, clamped: 1),
    "losses.focal": VectorTolerance(
      values: 4e-15, gradients: 4e-15, valueUlps: 16, gradientUlps: 16, outOfRange: 47, clamped: 16),
    // Where a soft target y is nearly met, p − y is off by what an ulp of p is to it.
    "losses.quality-focal": VectorTolerance(
      values: 8e-15, gradients: 4e-15, valueUlps: 48, gradientUlps: 32, outOfRange: 16, clamped: 6),
    "losses.varifocal": VectorTolerance(gradients: 1e-14, gradientUlps: 128, outOfRange: 18, clamped: 6),
    "losses.distribution-focal": VectorTolerance(gradients: 1e-14, gradientUlps: 96),
    "losses.ghm-c": VectorTolerance(gradientUlps: 3, outOfRange: 4, clamped: 1),
    "losses.eiou": VectorTolerance(gradients: 4e-15, gradientUlps: 3),
    "losses.siou": VectorTolerance(gradients: 1e-13, gradientUlps: 3),
    // A shift's slope is what those of two edges leave of each other, times an attention.
    "losses.wiou": VectorTolerance(gradients: 1e-14, gradientUlps: 4),
    // exp(−W/C) is as many ulps off as W is times C.
    "losses.nwd": VectorTolerance(gradients: 4e-15, gradientUlps: 8),
    // A slope by a side is what the side's own difference leaves of what the turn does; by an angle, of all four sides'.
    "losses.rotated-iou": VectorTolerance(values: 2e-15, gradients: 1e-12),
    "losses.probiou": VectorTolerance(gradients: 1e-13),
    "losses.kfiou": VectorTolerance(gradients: 1e-13),
    "losses.gwd": VectorTolerance(gradients: 1e-12),
    "losses.iou": VectorTolerance(gradients: 5e-14, gradientUlps: 3, clamped: 1),
    "losses.giou": VectorTolerance(gradients: 4e-15, gradientUlps: 3),
    "losses.diou": VectorTolerance(gradients: 1e-13, gradientUlps: 3),
    "losses.ciou": VectorTolerance(gradients: 1e-13, gradientUlps: 4),
    "losses.faster-rcnn-box": VectorTolerance(gradients: 3e-14),
    // σ − c* of a centerness that is right to 0.001 has lost ten bits.
    "losses.fcos": VectorTolerance(gradients: 2e-13, gradientUlps: 8),
    // CIoU of boxes that a decoding made.
    "losses.ssd": VectorTolerance(gradients: 5e-13, valueUlps: 4, gradientUlps: 8, conditioning: 2),
    // A slope of smooth L1 is 9 (t − t*): where t* is nearly met few digits are left, and torchvision's t* has lost some.
    "losses.faster-rcnn": VectorTolerance(values: 4e-15, gradients: 2e-12, gradientUlps: 12, conditioning: 2),
    // A difference of the prediction from what it should be has few digits where the network is right, and an IoU of 0.001
    // is what two centres' distance leaves of half the sizes.
    "losses.retinanet": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov1": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov3": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov8": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolox": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    // A slope of CIoU by a side is what three terms leave of one another, as in losses.ciou, whose rows are compared as a whole.
    "losses.yolov5": VectorTolerance(gradients: 2e-14, gradientUlps: 64, conditioning: 2),
    "losses.centernet": VectorTolerance(values: 2e-15, gradients: 4e-15, gradientUlps: 6, conditioning: 2),
    "losses.detr": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.rtdetr": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov1-box": VectorTolerance(gradients: 4e-15, valueUlps: 3),
    "losses.yolov3-box": VectorTolerance(gradients: 8e-15),
  ]
}
