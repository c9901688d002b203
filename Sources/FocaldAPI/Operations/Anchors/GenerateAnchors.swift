import DetectionCore

struct GenerateAnchors: OperationDefinition {
  let declaration = Declaration(
    family: "anchors", name: "generate",
    summary: "The anchors of a feature pyramid, level by level, then row, column, anchor.",
    formula: "retinanet: w = s/√r,  h = s√r,  centred on (column · stride_x, row · stride_y).  "
      + "ssd: w = s_k, √(s_k s_{k+1}), and for each r s_k√r and s_k/√r, times the image.  "
      + "ssd, yolo: centred on ((column + ½) · stride_x, (row + ½) · stride_y)",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision, detectron2: AnchorGenerator. "
      + "Liu et al. 2016, «SSD», §2.2; torchvision, DefaultBoxGenerator. Redmon and Farhadi 2018, «YOLOv3», §2.1",
    inputs: [],
    parameters: [
      .required("feature_sizes", PyramidParameters.featureSizes, "[[h, w] per level]."),
      Parameter(
        "kind", .choice(Kind.allCases.map(\.rawValue)), default: "retinanet",
        "Whose anchors. Each kind has fields of its own; strides and the sizes of image and features go with all."),
      Parameter(
        "image_size", .list(.number(.positive), count: 2), default: nil, "[height, width]; default of padded_size."),
      PyramidParameters.paddedSize,
    ] + PyramidParameters.anchorParameters + CellAnchorParameters.ssd + [CellAnchorParameters.cellAnchors],
    outputs: [OutputDescription("anchors", "(A, 4)", "Boxes x1, y1, x2, y2.")],
    example:
      #"{"feature_sizes": [[2, 2], [1, 1]], "image_size": [64, 64], "anchor_sizes": [[32], [64]], "aspect_ratios": [0.5, 1, 2]}"#
  )

  private enum Kind: String, CaseIterable {
    case retinanet
    case ssd
    case yolo
  }

  private static let fields = ChoiceFields(
    parameter: "kind",
    fields: [
      ("retinanet", ["anchor_sizes", "aspect_ratios", "anchor_order", "round_anchors"]),
      ("ssd", ["aspect_ratios", "scales", "scale_range", "clip_sizes"]),
      ("yolo", ["cell_anchors"]),
    ])

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    try Self.fields.check(arguments)
    let padded = arguments.optionalSize("padded_size") ?? arguments.optionalSize("image_size")
    let limit = arguments.limits.answerElements
    let kind: Kind = arguments.choice("kind")
    let anchors: Boxes<S> =
      switch kind {
      case .retinanet: try Self.retinaNet(arguments, padded, limit)
      case .ssd: try CellAnchors.anchors(CellAnchorParameters.ssd(arguments, image: padded), limit: limit)
      case .yolo: try CellAnchors.anchors(CellAnchorParameters.yolo(arguments, padded: padded), limit: limit)
      }
    var answer = Answer()
    answer.add("anchors", anchors.tensor)
    return answer
  }

  private static func retinaNet<S: Scalar>(_ arguments: Arguments, _ padded: ImageSize<Double>?, _ limit: Int) throws
    -> Boxes<S>
  {
    let pyramid = try PyramidParameters(arguments, padded: padded)
    return try AnchorGenerator(order: pyramid.order, isRounded: pyramid.isRounded).anchors(pyramid.levels, limit: limit)
  }
}
