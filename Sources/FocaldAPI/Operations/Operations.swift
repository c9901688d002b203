/// All operations: THE list. A new one is a file beside its siblings and a line here.
enum Operations {
  static let all: [Operation] = [
    Operation(BinaryCrossEntropy()),
    Operation(CrossEntropy()),
    Operation(Focal()),
    Operation(QualityFocal()),
    Operation(Varifocal()),
    Operation(DistributionFocal()),
    Operation(GHMC()),
    Operation(L1()),
    Operation(L2()),
    Operation(Huber()),
    Operation(SmoothL1()),
    Operation(IoU()),
    Operation(GIoU()),
    Operation(DIoU()),
    Operation(CIoU()),
    Operation(EIoU()),
    Operation(SIoU()),
    Operation(FasterRCNNBox()),
    Operation(YOLOv1Box()),
    Operation(YOLOv3Box()),
    Operation(RetinaNetLossOperation()),
    Operation(FasterRCNNLossOperation()),
    Operation(SSDLossOperation()),
    Operation(FCOSLossOperation()),
    Operation(YOLOv1LossOperation()),
    Operation(YOLOv3LossOperation()),
    Operation(YOLOv8LossOperation()),
    Operation(PairwiseIoUOperation()),
    Operation(ConvertBoxes()),
    Operation(EncodeBoxes()),
    Operation(DecodeBoxes()),
    Operation(ClipBoxes()),
    Operation(SuppressBoxes()),
    Operation(FuseBoxes()),
    Operation(GenerateAnchors()),
    Operation(MatchAnchors()),
    Operation(FitAnchors()),
    Operation(RetinaNet()),
    Operation(FasterRCNN()),
    Operation(RegionProposalNetwork()),
    Operation(FCOS()),
    Operation(SSD()),
    Operation(YOLOv1()),
    Operation(YOLOv3()),
    Operation(YOLOv5()),
    Operation(YOLOv8()),
    Operation(YOLOv10()),
    Operation(DETR()),
    Operation(EfficientNMS()),
  ]

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.declaration.id, $0) })

  /// The operation of that id (`losses.focal`).
  static func named(_ id: String) -> Operation? { byID[id] }

  /// The error for an id that is none, with the one that was perhaps meant. Family and name are compared one by one: what
  /// they have in common says nothing about the rest.
  static func unknown(_ id: String) -> Problem {
    let parts = id.split(separator: ".", maxSplits: 1).map(String.init)
    let families = Set(all.map(\.declaration.family)).sorted()
    let family = families.first { $0 == parts.first } ?? parts.first.flatMap { nearestName(to: $0, among: families) }
    let siblings = all.map(\.declaration).filter { $0.family == family }
    let nearest = parts.last.flatMap { nearestName(to: $0, among: siblings.map(\.name)) }
    let advice = nearest.map { "did you mean \(family ?? "").\($0)?" } ?? "GET /v1/operations lists what there is"
    return Problem(.notFound, "there is no operation \(quoted(id)); \(advice)")
  }
}
