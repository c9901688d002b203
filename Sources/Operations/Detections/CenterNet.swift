import DetectionCore

struct CenterNet: FieldedOperation {
  /// What makes scores of the heatmap.
  enum Activation: String, CaseIterable {
    case sigmoid, none
  }

  let about = About(
    "detections", "centernet",
    summary: "CenterNet's heatmaps to boxes: peaks of 3×3 cells, threshold, cap; nothing is suppressed.",
    formula: "a centre is a cell with no greater neighbour;  x = (column + offset_x) · stride,  w = size_x · stride",
    source: "Zhou et al. 2019, «Objects as Points», §4; the authors' code, ctdet_decode",
    example: #"""
      {"heatmap": [[[-2.0, 1.0, -1.0], [-3.0, 0.5, 2.0]]], "sizes": [[[1, 2, 1], [1, 1, 3]], [[1, 1, 1], [2, 2, 1]]],
       "offsets": [[[0, 0.5, 0], [0, 0, 0.25]], [[0, 0.5, 0], [0, 0, 0.75]]]}
      """#)
  let heatmap = TensorField.reals(
    "heatmap", .of("K", "H", "W"), .of("B", "K", "H", "W"), holds: "A logit of every class for every cell.")
  let sizes = TensorField.reals(
    "sizes", .of("2", "H", "W"), .of("B", "2", "H", "W"), holds: "Width and height of the box, in cells.")
  let offsets = TensorField.reals(
    "offsets", .of("2", "H", "W"), .of("B", "2", "H", "W"),
    holds: "x and y from the cell's corner to the centre, in cells."
  ).optional(otherwise: "0")
  let stride = Field.number("stride", .positive, default: 4, "Pixels of the network's input between two cells.")
  let activation = Field<Activation>.choice("score_activation", default: .sigmoid, "What makes scores of the heatmap.")
  let imageSize = GridFields.imageSize
  let stages = StageFields(endToEnd: 0.3, maxDetections: 100)
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(
      request, [heatmap, sizes] + (request.has(offsets) ? [offsets] : []), imageRank: 3)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: imageSize, fit: letterbox.fit(request), count: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try CenterNetHead(
        heatmap: batch.tensor(heatmap, image), sizes: batch.tensor(sizes, image),
        offsets: request.has(offsets) ? batch.tensor(offsets, image) : nil, stride: request[stride, as: S.self],
        activation: request[activation] == .sigmoid ? .sigmoid : .none)
      return try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
    }
  }
}
