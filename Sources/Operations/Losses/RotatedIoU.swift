import DetectionCore

struct RotatedIoU: LossDefinition {
  let about = About(
    "losses", "rotated-iou",
    summary: "One minus the IoU of rotated boxes, or its negative logarithm, with exact gradients.",
    formula:
      "1 − |B∩B*|/|B∪B*|;  mode \"log\": −log IoU;  ∂|B∩B*| = ∫ (how fast B's sides move outwards) over what of them lies in B*",
    source: "Zhou et al. 2019, «IoU Loss for 2D/3D Object Detection», §3",
    example: RotatedFields.example)
  let fields = RotatedFields()
  let mode = Field<IoUMode>.choice("mode", default: .linear, "1 − IoU, or −log IoU.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    try fields.answer(request, RotatedIoULoss<S>(mode: request[mode]), gradient: gradient, reduction)
  }
}
