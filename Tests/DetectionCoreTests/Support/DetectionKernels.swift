import DetectionCore

/// Runs a detector on a vector's request, by its own types.
struct DetectionKernels<S: Scalar> {
  typealias Answer = [String: [Double]]

  let request: KernelRequest

  static func answer(_ operation: String, _ request: KernelRequest) throws -> Answer? {
    let kernels = DetectionKernels(request: LevelSettings.completed(request))
    switch operation {
    case "detections.retinanet": return try kernels.retinaNet()
    case "detections.ssd": return try kernels.ssd()
    case "detections.fcos": return try kernels.fcos()
    case "detections.rpn": return try kernels.proposals()
    case "detections.faster-rcnn": return try kernels.fasterRCNN()
    case "detections.detr": return try kernels.detr()
    case "detections.efficient-nms": return try kernels.plainBoxes()
    case "detections.yolov1": return try kernels.yolov1()
    case "detections.yolov3":
      return try kernels.anchorGrid(order: .cellMajor, labels: .all, Defaults(0.5, 0.45, 300)) { .exponential($0) }
    case "detections.yolov5":
      return try kernels.anchorGrid(order: .anchorMajor, labels: .best, Defaults(0.25, 0.45, 1000)) { .quadratic($0) }
    case "detections.yolov8": return try kernels.yolov8()
    case "detections.yolov10": return try kernels.endToEnd()
    default: return nil
    }
  }

  // MARK: what all share

  private struct Defaults {
    let threshold: Double
    let iou: Double
    let most: Int
    var topK = Int.max
    var minimumSize: Double?

    init(_ threshold: Double, _ iou: Double, _ most: Int, topK: Int = .max, minimumSize: Double? = nil) {
      (self.threshold, self.iou, self.most, self.topK, self.minimumSize) = (threshold, iou, most, topK, minimumSize)
    }
  }

  private func stages(_ defaults: Defaults, suppresses: Bool = true) -> DetectionStages<S> {
    var suppression: Suppression<S> = request.suppression()
    if !request.has("iou_threshold") { suppression.iouThreshold = .one(S(defaults.iou)) }
    return DetectionStages(
      scoreThreshold: request.perClass("score_threshold") ?? .one(S(defaults.threshold)),
      topK: request.integer("top_k") ?? defaults.topK,
      minimumSize: defaults.minimumSize.map { request.scalar("min_size", S($0)) },
      suppression: suppresses ? suppression : nil, maxDetections: request.integer("max_detections") ?? defaults.most)
  }

  /// A head of every image; `rank` is that of one image's.
  private func images(_ name: String, rank: Int = 2) throws -> [Tensor<S>] {
    let tensor: Tensor<S> = try request.tensor(name)
    return tensor.shape.rank > rank ? (0..<tensor.shape[0]).map(tensor.row) : [tensor]
  }

  private func size(_ image: Int) -> ImageSize<S> {
    let node = request.fields["image_size"]
    let numbers = (node?.array?.first?.array == nil ? node : node?.array?[image])?.numbers ?? [1, 1]
    return ImageSize(height: S(numbers[0]), width: S(numbers[1]))
  }

  private func pair(_ name: String, _ image: Int) -> (y: S, x: S)? {
    guard let node = request.fields[name] else { return nil }
    if let number = node.number { return (S(number), S(number)) }
    let numbers = (node.array?.first?.array == nil ? node : node.array?[image])?.numbers ?? [1, 1]
    return (S(numbers[0]), S(numbers[1]))
  }

  private func wide(_ size: ImageSize<S>) -> ImageSize<Double> {
    ImageSize(height: Double(size.height), width: Double(size.width))
  }

  private func mapping(_ image: Int, letterbox: Bool) -> ImageMapping<S>? {
    guard let original = pair("original_size", image) else {
      guard letterbox, request.has("image_size") else { return nil }
      return ImageMapping(scaleX: 1, scaleY: 1, padX: 0, padY: 0, original: size(image))
    }
    let target = ImageSize(height: original.y, width: original.x)
    var mapping =
      letterbox
      ? ImageMapping.letterbox(from: wide(target), to: wide(size(image))) : .resize(from: target, to: size(image))
    if let scale = pair("scale", image) {
      (mapping.scaleY, mapping.scaleX, mapping.padX, mapping.padY) = (scale.y, scale.x, 0, 0)
    }
    if let pad = pair("pad", image) { (mapping.padY, mapping.padX) = (pad.y, pad.x) }
    return mapping
  }

  private func answer(_ found: [Detections<S>]) -> Answer {
    var answer: Answer = [:]
    for (image, found) in found.enumerated() {
      answer["\(image).boxes"] = found.boxes.elements.map { Double($0) }
      answer["\(image).scores"] = found.scores.elements.map { Double($0) }
      answer["\(image).labels"] = found.labels.elements.map { Double($0) }
      answer["\(image).anchor_indices"] = found.anchorIndices.elements.map { Double($0) }
      answer["\(image).levels"] = found.levels.elements.map { Double($0) }
      let counts = found.counts
      answer["\(image).counts.candidates"] = [Double(counts.candidates)]
      answer["\(image).counts.above_threshold"] = [Double(counts.aboveThreshold)]
      answer["\(image).counts.after_top_k"] = [Double(counts.afterTopK)]
      answer["\(image).counts.after_min_size"] = counts.afterMinimumSize.map { [Double($0)] }
      answer["\(image).counts.after_nms"] = [Double(counts.afterNMS)]
      answer["\(image).counts.returned"] = [Double(counts.returned)]
    }
    return answer
  }

  private func detections(
    _ names: [String], rank: Int = 2, _ detect: (_ heads: [Tensor<S>], _ image: Int) throws -> Detections<S>
  ) throws -> Answer {
    let heads = try names.map { try images($0, rank: rank) }
    return answer(try heads[0].indices.map { image in try detect(heads.map { $0[image] }, image) })
  }

  /// As `detections`, of heads whose levels may be maps of their own.
  private func detections(
    pyramids names: [String], _ detect: (_ heads: [HeadPyramid<S>], _ image: Int) throws -> Detections<S>
  ) throws -> Answer {
    let heads = try names.map { name in
      try LevelSettings.heads(request, name) ?? images(name).map { HeadPyramid($0) }
    }
    return answer(try heads[0].indices.map { image in try detect(heads.map { $0[image] }, image) })
  }

  private func coder(_ weights: [S]) -> BoxCoder<S> {
    let weights = request.list("box_weights") ?? weights
    return BoxCoder(weights: BoxDeltas(dx: weights[0], dy: weights[1], dw: weights[2], dh: weights[3]))
  }

  private func pyramid() throws -> (anchors: Boxes<S>, levels: [Range<Int>]) {
    let levels = try PyramidSettings(request.fields).levels
    var ranges: [Range<Int>] = []
    for level in levels {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + (try AnchorGenerator.count([level])))
    }
    return (try AnchorGenerator().anchors(levels), ranges)
  }

  private func grid(_ size: [Double]) -> [GridLevel] {
    (request.fields["strides"]?.numbers ?? [8, 16, 32]).compactMap { stride in
      GridLevel(
        height: Int((size[0] / stride).rounded(.up)), width: Int((size[1] / stride).rounded(.up)), strideY: stride,
        strideX: stride)
    }
  }

  private var networkGrid: [GridLevel] { request.fields["image_size"]?.numbers.map { grid($0) } ?? [] }

  private func labels(_ usual: RowLabels) -> RowLabels {
    request.has("multi_label") ? (request.flag("multi_label") ? .all : .best) : usual
  }

  private func head(_ matrix: Tensor<S>, usual: String) -> HeadMap<S> {
    HeadMap(matrix, layout: request.string("layout", usual) == "channels-first" ? .channelsFirst : .channelsLast)
  }

  // MARK: detectors

  private func retinaNet() throws -> Answer {
    let (anchors, levels) = try pyramid()
    let stages = stages(Defaults(0.05, 0.5, 100, topK: 1000))
    return try detections(pyramids: ["class_logits", "box_deltas"]) { heads, image in
      let head = try RetinaNetHead(
        classLogits: heads[0], boxDeltas: heads[1], anchors: anchors, levels: levels, image: size(image),
        coder: coder([1, 1, 1, 1]))
      return try stages.detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  private func ssd() throws -> Answer {
    let (anchors, levels) = try defaultBoxes()
    let stages = stages(Defaults(0.01, 0.45, 200, topK: 400))
    return try detections(pyramids: ["class_logits", "box_deltas"]) { heads, image in
      let head = try SSDHead(
        classLogits: heads[0], boxDeltas: heads[1], anchors: anchors, levels: levels ?? heads[0].ranges,
        image: size(image), coder: coder([10, 10, 5, 5]))
      return try stages.detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  /// Given or generated; `nil` levels are those of the heads.
  private func defaultBoxes() throws -> (anchors: Boxes<S>, levels: [Range<Int>]?) {
    guard !request.has("anchors") else { return (try request.boxes("anchors"), nil) }
    var fields = request.fields
    fields["kind"] = .string("ssd")
    let cells = try CellSettings(KernelRequest(fields: fields, isRounded: request.isRounded))
    return (try cells.anchors(as: S.self), try cells.ranges())
  }

  private func fcos() throws -> Answer {
    let (cells, levels): (Boxes<S>, [GridLevel]) = request.points()
    let stages = stages(Defaults(0.2, 0.6, 100, topK: 1000))
    let isNormalized = !request.has("normalized_deltas") || request.flag("normalized_deltas")
    return try detections(pyramids: ["class_logits", "box_deltas", "centerness"]) { heads, image in
      let head = try FCOSHead(
        classLogits: heads[0], distances: heads[1], centerness: heads[2], anchors: cells, levels: levels.rows() ?? [],
        image: size(image), isNormalized: isNormalized)
      return try stages.detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  private func proposals() throws -> Answer {
    let (anchors, levels) = try pyramid()
    let stages = stages(Defaults(-.infinity, 0.7, 1000, topK: 1000, minimumSize: 0.001))
    return try detections(pyramids: ["objectness", "box_deltas"]) { heads, image in
      let head = try RPNHead(
        objectness: heads[0], boxDeltas: heads[1], anchors: anchors, levels: levels, image: size(image),
        coder: coder([1, 1, 1, 1]))
      return try stages.detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  private func fasterRCNN() throws -> Answer {
    let stages = stages(Defaults(0.05, 0.5, 100, minimumSize: 0.01))
    return try detections(["class_logits", "box_deltas", "proposals"]) { heads, image in
      let head = try RoIHead(
        classLogits: HeadPyramid(heads[0]), boxDeltas: HeadPyramid(heads[1]), proposals: Boxes(heads[2]),
        image: size(image), coder: coder([10, 10, 5, 5]))
      return try stages.detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  private func detr() throws -> Answer {
    let isSoftmax = request.string("score_activation", "softmax") == "softmax"
    return try detections(["class_logits", "boxes"]) { heads, image in
      let head = try DETRHead(
        classLogits: heads[0], boxes: heads[1], image: size(image), activation: isSoftmax ? .softmax : .sigmoid,
        background: request.integer("background_class") ?? (isSoftmax ? heads[0].shape[1] - 1 : nil),
        labels: labels(isSoftmax ? .best : .all))
      return try stages(Defaults(0.5, 1, 100), suppresses: false)
        .detect(head, mapping: mapping(image, letterbox: false))
    }
  }

  private func plainBoxes() throws -> Answer {
    let scores = try images("scores")
    let boxes: Tensor<S> = try request.tensor("boxes")
    let scoresRank = (try request.tensor("scores") as Tensor<S>).shape.rank
    let stages = stages(Defaults(0.25, 0.45, 100))
    let anchors = request.has("anchors") ? try images("anchors") : []
    let found = try scores.indices.map { image in
      let head = try PlainBoxHead(
        boxes: scoresRank == 3 ? boxes.row(image) : boxes, scores: scores[image],
        anchors: anchors.isEmpty ? nil : anchors[image % anchors.count],
        activation: request.string("score_activation", "none") == "sigmoid" ? .sigmoid : .none,
        background: request.integer("background_class"),
        format: BoxFormat(rawValue: request.string("box_coding", "xyxy")) ?? .xyxy)
      return try stages.detect(head, mapping: mapping(image, letterbox: true))
    }
    var answer = answer(found)
    let most = request.integer("max_detections") ?? 100
    func padded(_ numbers: [Double], _ width: Int = 1) -> [Double] {
      numbers + [Double](repeating: 0, count: most * width - numbers.count)
    }
    answer["num_detections"] = found.map { Double($0.counts.returned) }
    answer["detection_boxes"] = found.flatMap { padded($0.boxes.elements.map { Double($0) }, 4) }
    answer["detection_scores"] = found.flatMap { padded($0.scores.elements.map { Double($0) }) }
    answer["detection_classes"] = found.flatMap { padded($0.labels.elements.map { Double($0) }) }
    return answer
  }

  private func yolov8() throws -> Answer {
    let regMax = request.integer("reg_max")
    let stages = stages(Defaults(0.25, 0.7, 300, topK: 30000))
    let named = request.string("score_activation", regMax == nil ? "none" : "sigmoid")
    return try detections(["predictions"]) { heads, image in
      let head = try YOLOv8Head(
        HeadPyramid(head(heads[0], usual: "channels-first")), levels: networkGrid, labels: labels(.best),
        activation: ScoreActivation(rawValue: named) ?? .none, regMax: regMax)
      return try stages.detect(head, mapping: mapping(image, letterbox: true))
    }
  }

  private func anchorGrid(
    order: Grid.RowOrder, labels usual: RowLabels, _ defaults: Defaults,
    coding: (Grid) -> AnchorGridHead<S>.BoxCoding
  ) throws -> Answer {
    let anchors = request.fields["anchors"]?.array?.map { level in
      (level.array ?? []).map { AnchorShape(width: $0.numbers?[0] ?? 1, height: $0.numbers?[1] ?? 1) }
    }
    let isMaps = request.string("layout", "") == "maps"
    let named = Grid.RowOrder(rawValue: request.string("row_order", "")) ?? order
    let grid = anchors.flatMap { Grid(networkGrid, anchors: $0, order: isMaps ? .cellMajor : named) }
    var own = defaults
    own.topK = 30000
    let stages = stages(own)
    return try detections(["predictions"]) { heads, image in
      var head = isMaps ? HeadMap(heads[0], layout: .channelsFirst) : head(heads[0], usual: "channels-last")
      if isMaps { head = head.divided(among: anchors?.first?.count ?? 1) ?? head }
      return try stages.detect(
        AnchorGridHead(HeadPyramid(head), labels: labels(usual), coding: grid.map(coding) ?? .boxes),
        mapping: mapping(image, letterbox: true))
    }
  }

  private func endToEnd() throws -> Answer {
    let stages = stages(Defaults(0.25, 1, 300), suppresses: false)
    return try detections(["predictions"]) { heads, image in
      try stages.detect(
        EndToEndHead(heads[0], classes: stages.classCount ?? 1), mapping: mapping(image, letterbox: true))
    }
  }

  private func yolov1() throws -> Answer {
    let stages = stages(Defaults(0.2, 0.4, 100))
    return try detections(["predictions"], rank: 3) { heads, image in
      let head = try YOLOv1Head(
        heads[0], image: size(0), labels: labels(.all), boxesPerCell: request.integer("boxes_per_cell") ?? 2,
        layout: YOLOv1Head.Layout(rawValue: request.string("layout", "cells")) ?? .cells,
        hasSquareRoots: request.flag("square_root_sizes"))
      return try stages.detect(head, mapping: mapping(image, letterbox: true))
    }
  }
}

extension KernelRequest {
  /// The cells of a head with one row each, and their levels.
  func points<S: Scalar>() -> (cells: Boxes<S>, levels: [GridLevel]) {
    let levels = zip(fields["feature_sizes"]?.array ?? [], fields["strides"]?.numbers ?? []).compactMap {
      GridLevel(height: Int($0.numbers?[0] ?? 0), width: Int($0.numbers?[1] ?? 0), strideY: $1, strideX: $1)
    }
    let rows = levels.reduce(0) { $0 + $1.cells }
    return (levels.cellBoxes(offset: number("center_offset") ?? 0, rows: rows), levels)
  }
}
