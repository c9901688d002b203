import DetectionCore

struct GIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "giou", summary: "IoU loss with a penalty for the part of the enclosing box that neither covers.",
    formula: "1 − IoU + |C∖(B∪B*)|/|C|",
    source: "Rezatofighi et al. 2019, «Generalized Intersection over Union», algorithm 1; "
      + "power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind = OverlapKind.giou
  let fields = OverlapFields(.giou, power: OverlapFields.power)
  var dialects: Dialects? { fields.dialects(kind) }
}
