/// All operations: THE list. A new one is a file beside its siblings and a line here.
package enum Registry {
  package static let all: [Operation] = [
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
    Operation(WIoU()),
    Operation(NWD()),
    Operation(RotatedIoU()),
    Operation(ProbIoU()),
    Operation(KFIoU()),
    Operation(GWD()),
    Operation(FasterRCNNBox()),
    Operation(YOLOv1Box()),
    Operation(YOLOv3Box()),
    Operation(RetinaNetLossOperation()),
    Operation(FasterRCNNLossOperation()),
    Operation(SSDLossOperation()),
    Operation(FCOSLossOperation()),
    Operation(YOLOv1LossOperation()),
    Operation(YOLOv3LossOperation()),
    Operation(YOLOv5LossOperation()),
    Operation(YOLOv8LossOperation()),
    Operation(YOLOXLossOperation()),
    Operation(CenterNetLossOperation()),
    Operation(DETRLossOperation()),
    Operation(RTDETRLossOperation()),
    Operation(PairwiseIoUOperation()),
    Operation(ConvertBoxes()),
    Operation(EncodeBoxes()),
    Operation(DecodeBoxes()),
    Operation(ClipBoxes()),
    Operation(SuppressBoxes()),
    Operation(FuseBoxes()),
    Operation(TileImage()),
    Operation(StitchTiles()),
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
    Operation(YOLOv8Pose()),
    Operation(YOLOv8Segmentation()),
    Operation(YOLOv8Rotated()),
    Operation(YOLOv10()),
    Operation(YOLOX()),
    Operation(NanoDet()),
    Operation(GFL()),
    Operation(CenterNet()),
    Operation(DETR.detr),
    Operation(DETR.rtdetr),
    Operation(DETR.dfine),
    Operation(EfficientNMS()),
    Operation(EvaluateCOCO()),
    Operation(EvaluateVOC()),
    Operation(EvaluateLVIS()),
    Operation(EvaluateTIDE()),
    Operation(EvaluateConfusionMatrix()),
    Operation(SweepThresholds()),
    Operation(CompareModels()),
    Operation(MatchShard()),
    Operation(AccumulateShards()),
  ]

  private static let byID = Dictionary(
    uniqueKeysWithValues: (all + namesakes.map(\.operation)).map { ($0.declaration.id, $0) })

  /// The operation of that id (`losses.focal`), or of that name of it (`detections.yolo11`).
  package static func named(_ id: String) -> Operation? { byID[id] }

  /// The error for an id that is none, with the one that was perhaps meant. Family and name are compared one by one: what
  /// they have in common says nothing about the rest.
  package static func unknown(_ id: String) -> Problem {
    Problem(
      .notFound, "there is no operation \(quoted(id)); \(advice(on: id) ?? "GET /v1/operations lists what there is")")
  }

  /// The operation that was perhaps meant by an id that is none, in words.
  private static func advice(on id: String) -> String? {
    if let known = knownModel(id) { return known }
    let (family, name) = parts(of: id)
    return nearestName(to: name, among: siblings(family)).map { "did you mean \(family ?? "").\($0)?" }
  }

  /// The operation for the outputs of a well-known model, in words. A name without a family is that of a detector.
  package static func knownModel(_ id: String) -> String? {
    let (family, name) = parts(of: id)
    let owner = family ?? "detections"
    let siblings = siblings(owner)
    if family == nil, siblings.contains(name) { return "did you mean \(owner).\(name)?" }
    return KnownModels.advice(name, family: owner, among: siblings)
  }

  /// The family, or the one that was perhaps meant, and the name.
  private static func parts(of id: String) -> (family: String?, name: String) {
    let parts = id.split(separator: ".", maxSplits: 1).map(String.init)
    let families = Set(all.map(\.declaration.family)).sorted()
    let family = families.first { $0 == parts.first } ?? parts.first.flatMap { nearestName(to: $0, among: families) }
    return (family, parts.last ?? "")
  }

  private static func siblings(_ family: String?) -> [String] {
    all.map(\.declaration).filter { $0.family == family }.map(\.name)
  }
}
