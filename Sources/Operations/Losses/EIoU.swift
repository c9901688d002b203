import DetectionCore

struct EIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "eiou", summary: "DIoU loss with penalties for the differences of width and height.",
    formula: "1 − IoU + ρ²/c² + (w−w*)²/c_w² + (h−h*)²/c_h²",
    source: "Zhang et al. 2021, «Focal and Efficient IoU Loss», eq. 6",
    example: OverlapFields.example)
  let kind = OverlapKind.eiou
  let fields = OverlapFields(.eiou)
}
