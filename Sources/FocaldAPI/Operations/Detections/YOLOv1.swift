import DetectionCore

struct YOLOv1: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "yolov1",
    summary: "The first YOLO's grid to boxes: threshold, NMS, cap, letterbox undone.",
    formula: "score = confidence · P(class | object);  x = (column + x̂)/S · width,  w = ŵ · width",
    source: "Redmon et al. 2016, «You Only Look Once», §2 and §2.2; Darknet, get_detection_boxes",
    inputs: [
      Input(
        "predictions", .of("S_y", "S_x", "D"), .of("B", "S_y", "S_x", "D"),
        holds: "A grid of cells, usually as many rows as columns, each of D = boxes_per_cell · 5 + C numbers: x, y in "
          + "the cell, w, h in the image, confidence, for every box; then C conditional class probabilities.")
    ],
    parameters: [
      .required("image_size", .list(.number(.positive), count: 2), "[height, width] of the network's input."),
      Parameter("boxes_per_cell", .integer(.from(1)), default: 2, "Boxes that a cell predicts."),
      Parameter(
        "layout", .choice(["cells", "darknet"]), default: "cells",
        "\"darknet\": the numbers are Darknet's own, all cells' classes, then all confidences, then all x, y, w, h."),
      Parameter(
        "square_root_sizes", .boolean, default: false, "w and h are square roots, as Darknet's networks give them."),
      YOLOParameters.multiLabel(true),
    ]
      + DetectionParameters.stages(
        scoreThreshold: 0.2, topK: nil, per: "an image", iouThreshold: 0.4, maxDetections: 100)
      + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"predictions": [[[0.5, 0.5, 0.6, 0.6, 0.9, 0.1, 0.1, 0.2, 0.2, 0.1, 0.8, 0.2]]], "image_size": [448, 448]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["predictions"], imageRank: 3)
    let size = arguments.optionalSize("image_size") ?? ImageSize(height: 1, width: 1)
    let stages = try batch.stages()
    let mappings: [ImageMapping<S>?] = try YOLOParameters.mappings(arguments, count: batch.count)
    return try batch.answer { image in
      let head = try YOLOv1Head(
        batch.tensor("predictions", image), image: ImageSize(height: S(size.height), width: S(size.width)),
        labels: YOLOParameters.labels(arguments), boxesPerCell: arguments.integer("boxes_per_cell"),
        layout: arguments.value("layout") == "darknet" ? .darknet : .cells,
        hasSquareRoots: arguments.flag("square_root_sizes"))
      return try stages.detect(head, mapping: mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
