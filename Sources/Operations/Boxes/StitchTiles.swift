import DetectionCore

struct StitchTiles: FieldedOperation {
  typealias Method = Suppression<Double>.Method
  typealias Metric = Suppression<Double>.Metric

  let about = About(
    "boxes", "stitch",
    summary:
      "What was found in tiles of a picture, as boxes of the picture: moved, merged where tiles overlap, cut to it.",
    formula: "box + (x1, y1) of its tile;  boxes of a class that overlap more than iou_threshold become one",
    source: "Akyon et al. 2022, «Slicing Aided Hyper Inference», §3; sahi, GreedyNMMPostprocess",
    example: #"""
      {"boxes": [[500, 10, 640, 60], [0, 12, 60, 61], [5, 5, 25, 30]], "scores": [0.9, 0.7, 0.8], "labels": [0, 0, 1],
       "tile_indices": [0, 1, 1], "tiles": [[0, 0, 640, 640], [512, 0, 1152, 640]], "image_size": [640, 1152]}
      """#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), holds: "Boxes in pixels of their tiles, in format.")
  let scores = TensorField.reals("scores", .of("N"), holds: "Scores; of equal ones the lower index wins.")
  let labels = TensorField.indices("labels", .of("N"), holds: "Class indices.").optional(otherwise: "one class")
  let tileIndices = TensorField.indices("tile_indices", .of("N"), holds: "The tile that each box was found in.")
  let tiles = TensorField.reals(
    "tiles", .of("T", "4"), holds: "x1, y1, x2, y2 of each tile in the picture, as boxes.tile answers them.")
  let imageSize = Field<ImageSize<Double>?>.size(
    "image_size", "[height, width] of the picture, which boxes are cut to before they are compared. null: they are not."
  )
  let method = Field<Method>.choice(
    "method", among: [.merge, .hard, .weightedBoxFusion], default: .merge,
    "\"merge\": the best box grows to hold those that overlap it; \"hard\": those go; \"weighted-box-fusion\": their mean."
  )
  let metric = Field<Metric>.choice(
    "metric", default: .ios, "Intersection over the smaller box, or over the union.")
  let iouThreshold = Field.perClass(
    "iou_threshold", .unit, default: 0.5, "The overlap above which boxes are one. One number, or one per class.")
  let scoreThreshold = Field.perClass(
    "score_threshold", .any, "Only strictly greater scores take part. One number, or one per class. null: all.")
  let classAgnostic = Field.flag("class_agnostic", "Boxes of different classes are merged as well.")
  let maxDetections = Field.optionalInteger("max_detections", .from(0), "Boxes answered at the most. null: all.")
  let format = BoxFields.format()
  let stitched = Output.reals("boxes", "(n, 4)", "Boxes of the picture, in format, best score first.")
  let keptScores = Output.reals("scores", "(n,)", "Their scores.")
  let keptLabels = Output.indices("labels", "(n,)", "Their classes.")
  let indices = Output.indices("indices", "(n,)", "The best of the boxes that each was made of.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let (scores, labels): (Tensor<S>, Tensor<Int>?) = (try request.tensor(scores), request.optionalTensor(labels))
    let moved = try moved(request, as: S.self)
    let suppression = Suppression<S>(
      request.word(method), iouThreshold: (request[iouThreshold] ?? .one(0.5)).converted(),
      metric: request.word(metric), classAgnostic: request[classAgnostic])
    var (least, ofClasses): (S?, [S]?) = (nil, nil)
    switch request[scoreThreshold] {
    case .one(let number): least = S(number)
    case .each(let numbers): ofClasses = numbers.map { S($0) }
    case nil: break
    }
    let found = try suppression.evaluate(
      moved, scores: scores, labels: labels, scoreThreshold: least, classThresholds: ofClasses,
      maxDetections: request[maxDetections] ?? .max, deadline: request.limits.deadline)
    var answer = Answer()
    let stays = try found.boxes ?? Boxes(moved.tensor.rows(found.indices))
    answer.set(stitched, stays.converted(to: request[format]).tensor)
    answer.set(keptScores, found.scores ?? found.indices.map { scores[$0] })
    answer.set(keptLabels, found.indices.map { labels?[$0] ?? 0 })
    answer.set(indices, found.indices)
    return answer
  }

  /// The boxes in the picture.
  private func moved<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Boxes<S> {
    let own: Boxes<S> = try request.boxes(boxes, request[format]).converted(to: .xyxy)
    let tiles: Boxes<S> = try request.boxes(self.tiles, .xyxy)
    let places = try request.tensor(tileIndices)
    if let position = places.elements.firstIndex(where: { !(0..<tiles.count).contains($0) }) {
      throw Problem(
        .outOfRange, at: request.pointer(to: tileIndices.name, position: position),
        "expected a tile from 0 to \(tiles.count - 1), found \(places[position])")
    }
    let tensor = Tensor<S>(shape: own.tensor.shape) { output in
      for index in 0..<own.tensor.count {
        let shift = tiles.tensor[4 * places[index / 4] + index % 2]
        output.initializeElement(at: index, to: own.tensor[index] + shift)
      }
    }
    let boxes = try Boxes(tensor)
    return request[imageSize].map { boxes.clipped(to: ImageSize<S>($0)) } ?? boxes
  }
}
