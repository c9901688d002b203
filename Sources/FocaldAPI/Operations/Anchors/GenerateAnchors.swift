import DetectionCore

struct GenerateAnchors: OperationDefinition {
  let declaration = Declaration(
    family: "anchors", name: "generate",
    summary: "The anchors of a feature pyramid, level by level, then row, column, anchor.",
    formula: "w = s/√r,  h = s√r,  centred on (column · stride_x, row · stride_y)",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision and detectron2, AnchorGenerator",
    inputs: [],
    parameters: [
      .required("feature_sizes", PyramidParameters.featureSizes, "[[h, w] per level]."),
      Parameter(
        "image_size", .list(.number(.positive), count: 2), default: nil, "[height, width]; default of padded_size."),
      PyramidParameters.paddedSize,
    ] + PyramidParameters.anchorParameters,
    outputs: [Output("anchors", "(A, 4)", "Boxes x1, y1, x2, y2.")],
    example:
      #"{"feature_sizes": [[2, 2], [1, 1]], "image_size": [64, 64], "anchor_sizes": [[32], [64]], "aspect_ratios": [0.5, 1, 2]}"#
  )

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let padded = arguments.optionalSize("padded_size") ?? arguments.optionalSize("image_size")
    let pyramid = try PyramidParameters(arguments, padded: padded)
    let generator = AnchorGenerator(order: pyramid.order, isRounded: pyramid.isRounded)
    let anchors: Boxes<S> = try generator.anchors(pyramid.levels, limit: arguments.limits.answerElements)
    var answer = Answer()
    answer.add("anchors", anchors.tensor)
    return answer
  }
}
