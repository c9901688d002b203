import DetectionCore

struct GenerateAnchors: FieldedOperation {
  enum Kind: String, CaseIterable {
    case retinanet
    case ssd
    case yolo
  }

  let about = About(
    "anchors", "generate", summary: "The anchors of a feature pyramid, level by level, then row, column, anchor.",
    formula: "retinanet: w = s/√r,  h = s√r,  centred on (column · stride_x, row · stride_y).  "
      + "ssd: w = s_k, √(s_k s_{k+1}), and for each r s_k√r and s_k/√r, times the image.  "
      + "ssd, yolo: centred on ((column + ½) · stride_x, (row + ½) · stride_y)",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision, detectron2: AnchorGenerator. "
      + "Liu et al. 2016, «SSD», §2.2; torchvision, DefaultBoxGenerator. Redmon and Farhadi 2018, «YOLOv3», §2.1",
    example:
      #"{"feature_sizes": [[2, 2], [1, 1]], "image_size": [64, 64], "anchor_sizes": [[32], [64]], "aspect_ratios": [0.5, 1, 2]}"#
  )
  let featureSizes = Field.featureSizes("[[h, w] per level].").required
  let kind: Field<Kind>
  let imageSize = Field.sharedSize("image_size", "[height, width]; default of padded_size.")
  let paddedSize = Field.padded
  let strides = PyramidFields.wholeStrides
  let shapes: AnchorShapeFields
  let defaultBoxes: DefaultBoxFields
  let cellAnchors: Field<[[AnchorShape]]?>
  let anchors = Output.reals("anchors", "(A, 4)", "Boxes x1, y1, x2, y2.")

  init() {
    kind = .choice(
      "kind", default: .retinanet,
      "Whose anchors. Each kind has fields of its own; strides and the sizes of image and features go with all.")
    shapes = AnchorShapeFields(
      aspectRatios: AspectRatioFields(.when(kind, is: .retinanet, .ssd)), .when(kind, is: .retinanet))
    defaultBoxes = DefaultBoxFields(.when(kind, is: .ssd))
    cellAnchors = .anchorShapes("cell_anchors", "yolo: per level a list of [width, height], in pixels.").only(
      .when(kind, is: .yolo))
  }

  private var pyramid: PyramidFields {
    PyramidFields(imageSize: imageSize, featureSizes: featureSizes, paddedSize: paddedSize, strides: strides)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let features = request[featureSizes] ?? []
    let padded = try pyramid.images.paddedSize(request, count: 1)
    let levels =
      switch request[kind] {
      case .retinanet: try shapes.levels(request, features, pyramid, padded: padded)
      case .ssd: try defaultBoxes.levels(request, features, pyramid, shapes.aspectRatios, image: padded)
      case .yolo:
        try pyramid.cells(request, features, yoloShapes(request, levels: features.count), padded: padded)
      }
    let laid: Boxes<S> = try levels.boxes(limit: request.limits.answerElements)
    var answer = Answer()
    answer.set(anchors, laid.tensor)
    return answer
  }

  private func yoloShapes(_ request: Request, levels: Int) throws(Problem) -> [[AnchorShape]] {
    guard let shapes = request[cellAnchors] else {
      throw Problem(.missingField, at: "/cell_anchors", "cell_anchors is missing: give [width, height] lists per level")
    }
    try PyramidFields.check(cellAnchors.name, shapes.count, of: levels)
    return shapes
  }
}
