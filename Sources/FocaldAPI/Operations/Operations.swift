/// All operations: THE list. A new one is a file beside its siblings and a line here.
enum Operations {
  static let all: [Operation] = [
    Operation(BinaryCrossEntropy()),
    Operation(CrossEntropy()),
    Operation(Focal()),
    Operation(L1()),
    Operation(L2()),
    Operation(Huber()),
    Operation(SmoothL1()),
    Operation(IoU()),
    Operation(GIoU()),
    Operation(DIoU()),
    Operation(CIoU()),
    Operation(FasterRCNNBox()),
    Operation(YOLOv1Box()),
    Operation(YOLOv3Box()),
    Operation(PairwiseIoUOperation()),
    Operation(ConvertBoxes()),
    Operation(EncodeBoxes()),
    Operation(DecodeBoxes()),
    Operation(ClipBoxes()),
    Operation(SuppressBoxes()),
    Operation(GenerateAnchors()),
    Operation(MatchAnchors()),
    Operation(RetinaNet()),
  ]

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.declaration.id, $0) })

  /// The operation of that id (`losses.focal`).
  static func named(_ id: String) -> Operation? { byID[id] }
}
